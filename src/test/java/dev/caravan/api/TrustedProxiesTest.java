package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

  private final TrustedProxies proxies =
      TrustedProxies.of(List.of("10.0.0.2", " 10.1.0.0/16", "fd00::/8"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // peer | X-Forwarded-For | caller
        "203.0.113.9 | 198.51.100.1              | 203.0.113.9",
        "10.0.0.2    | 198.51.100.1              | 198.51.100.1",
        "10.0.0.2    | 1.1.1.1, 198.51.100.1     | 198.51.100.1",
        "10.0.0.2    | 1.1.1.1,198.51.100.1,10.1.7.7 | 198.51.100.1",
        "10.0.0.2    | 198.51.100.1:4711         | 198.51.100.1",
        "10.0.0.2    | [2001:db8::1]:4711        | 2001:db8::1",
        "10.0.0.2    | 2001:db8::1               | 2001:db8::1",
        "fd00::2     | 198.51.100.1              | 198.51.100.1",
        "10.0.0.2    | 198.51.100.1, unknown     | 10.0.0.2",
        "10.0.0.2    | localhost                 | 10.0.0.2",
        "10.0.0.2    | ''                        | 10.0.0.2",
        "10.0.0.2    | 10.1.1.1                  | 10.1.1.1",
      })
  void takesTheLastAddressThatIsNoTrustedProxy(String peer, String forwarded, String caller) {
    assertThat(proxies.callerOf(peer, Collections.enumeration(List.of(forwarded))))
        .isEqualTo(caller);
  }

  @Test
  void readsSeveralHeadersAsOneList() {
    assertThat(
            proxies.callerOf(
                "10.0.0.2", Collections.enumeration(List.of("1.1.1.1", "198.51.100.1, 10.1.7.7"))))
        .isEqualTo("198.51.100.1");
  }

  @Test
  void trustsNobodyWhereNobodyIsNamed() {
    assertThat(TrustedProxies.of(List.of()).trust("127.0.0.1")).isFalse();
  }
}
