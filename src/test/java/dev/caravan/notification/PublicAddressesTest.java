package dev.caravan.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

  private final PublicAddresses guarded = new PublicAddresses(settings(false));

  private static WebhookSettings settings(boolean allowPrivate) {
    Duration any = Duration.ofSeconds(1);
    return new WebhookSettings(allowPrivate, any, any, any, any, any);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "127.8.9.10, loopback",
    "0.0.0.0, this host",
    "10.1.2.3, private",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.168.1.1, private",
    "100.64.0.1, shared by a carrier",
    "100.127.255.255, shared by a carrier",
    "169.254.169.254, link-local",
    "224.0.0.1, multicast",
    "255.255.255.255, reserved",
    "::1, loopback",
    "::, this host",
    "::ffff:127.0.0.1, loopback",
    "::ffff:169.254.169.254, link-local",
    "::10.0.0.1, embedded IPv4",
    "64:ff9b::10.0.0.1, translated IPv4",
    "2002:7f00:1::, tunnelled IPv4",
    "fc00::1, private",
    "fd12:3456:789a::1, private",
    "fe80::1, link-local",
    "fec0::1, private",
    "ff02::1, multicast"
  })
  void refusesAddressesThatAreNotPublic(String address, String why) throws UnknownHostException {
    assertThat(PublicAddresses.objectionTo(InetAddress.getByName(address)))
        .hasValueSatisfying(objection -> assertThat(objection).contains(why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.1.1",
        "2606:4700::1111",
        "2a00:1450:4001::1"
      })
  void takesPublicAddresses(String address) throws UnknownHostException {
    assertThat(PublicAddresses.objectionTo(InetAddress.getByName(address))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://1.1.1.1/, must begin with http",
    "file:///etc/passwd, must begin with http",
    "/hooks, must begin with http",
    "https://user:word@1.1.1.1/, must hold no credentials",
    "https://1.1.1.1/#there, must hold no #fragment",
    "https:///hooks, names no host",
    "https://1.1.1.1:0/, has a port that is none",
    "https://1.1.1.1:65536/, has a port that is none",
    "https://1.1.1.1:99999/hook, has a port that is none",
    "https://1.1.1.1:99999999999/, names no host",
    "https://a b/, is no URL",
    "http://127.0.0.1:9000/hook, leads to 127.0.0.1",
    "http://[::1]/hook, leads to 0:0:0:0:0:0:0:1",
    "http://[::ffff:10.0.0.1]/hook, leads to 10.0.0.1",
    "http://localhost/hook, loopback",
    "http://2130706433/hook, leads to 127.0.0.1",
    "http://nowhere.invalid/hook, leads nowhere"
  })
  void saysWhyAUrlIsRefused(String url, String why) {
    assertThat(guarded.objectionTo(url))
        .hasValueSatisfying(objection -> assertThat(objection).contains(why));
  }

  @Test
  void takesAPublicUrl() {
    assertThat(guarded.objectionTo("https://1.1.1.1:8443/hooks?to=caravan")).isEmpty();
  }

  @Test
  void givesAConnectionNoAddressThatIsNotPublic() {
    assertThatThrownBy(() -> guarded.resolve("localhost"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("CARAVAN_WEBHOOKS_ALLOW_PRIVATE");
  }

  @Test
  void takesPrivateAddressesWhereTheyAreAllowedButNoOtherSchemes() {
    PublicAddresses open = new PublicAddresses(settings(true));

    assertThat(open.objectionTo("http://127.0.0.1:9000/hook")).isEmpty();
    assertThat(open.objectionTo("http://[::1]:9000/hook")).isEmpty();
    assertThat(open.objectionTo("ftp://127.0.0.1/hook")).isPresent();
    for (String zone : List.of("[::1%25lo]", "[fe80::1%25eth0]", "[fe80::1%eth0]")) {
      assertThat(open.objectionTo("http://" + zone + "/hook"))
          .hasValueSatisfying(objection -> assertThat(objection).contains("zone"));
    }
  }
}
