package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A NetBox that an import cannot go into: said clearly, before anything is written. */
class UnfitNetBoxTest {

  private SandboxNetBox netbox = SandboxNetBox.start("4.7.3", 0);

  @AfterEach
  void stop() {
    netbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void namesThePermissionsThatATokenLacks(String version) {
    netbox.close();
    netbox = SandboxNetBox.start(version, 0);
    List<String> some = List.of("view", "dcim.add_manufacturer", "dcim.add_devicetype");
    new SandboxControl(netbox.url()).token("some-token", some, true);

    refused("some-token")
        .hasMessageContaining("dcim.add_interfacetemplate")
        .hasMessageContaining("Nothing was written")
        .hasMessageNotContaining("dcim.add_manufacturer,")
        .hasMessageNotContaining("dcim.add_devicetype,");
    nothingWasWritten();
  }

  @Test
  void namesThemForAReader() {
    refused(SandboxNetBox.READ_ONLY_TOKEN)
        .hasMessageContaining("dcim.add_devicetype")
        .hasMessageContaining("dcim.add_manufacturer");
    nothingWasWritten();
  }

  @Test
  void saysThatATokenMayNotWrite() {
    new SandboxControl(netbox.url()).token("reads", List.of("*"), false);

    refused("reads").hasMessageContaining("let the token write");
    nothingWasWritten();
  }

  @Test
  void saysThatATokenIsWrong() {
    refused("no-such-token")
        .hasMessageContaining("Invalid v1 token")
        .hasMessageContaining("NETBOX_TOKEN");
  }

  @Test
  void saysThatItIsTooOld() throws Exception {
    try (Pretender old = new Pretender("application/json", "{\"netbox-version\": \"3.7.8\"}")) {
      refusedBy(old.url(), "any").hasMessageContaining("3.7.8").hasMessageContaining("4.2");
    }
  }

  @Test
  void saysThatItIsNoNetBox() throws Exception {
    try (Pretender other = new Pretender("text/html", "<h1>It works!</h1>")) {
      refusedBy(other.url(), "any").hasMessageContaining("no NetBox at " + other.url());
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String token) {
    return refusedBy(netbox.url(), token);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refusedBy(
      String url, String token) {
    Lab lab = new Lab(new NetBoxOverHttp(url, token));
    lab.define(Library.switches(1));
    return assertThatThrownBy(lab::run).isInstanceOf(PermanentFailure.class);
  }

  private void nothingWasWritten() {
    assertThat(new SandboxControl(netbox.url()).requests("POST")).isZero();
  }

  /** Answers everything alike. */
  private static final class Pretender implements AutoCloseable {

    private final HttpServer server;

    Pretender(String type, String body) throws Exception {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
              exchange.getResponseHeaders().set("Content-Type", type);
              exchange.sendResponseHeaders(200, bytes.length);
              exchange.getResponseBody().write(bytes);
            }
          });
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
