package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which certificates of outside systems are believed. */
class OutsideTlsTest {

  private static HttpServer server;
  private static TlsFront ours;
  private static TlsFront elsewhere;

  @BeforeAll
  static void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
          }
        });
    server.start();
    String behind = "http://127.0.0.1:" + server.getAddress().getPort();
    ours = TlsFront.before(behind, "ip:127.0.0.1");
    elsewhere = TlsFront.before(behind, "dns:elsewhere.example.org");
  }

  @AfterAll
  static void stop() {
    ours.close();
    elsewhere.close();
    server.stop(0);
  }

  @Test
  void aCertificateOfOwnAuthoritiesIsBelieved() throws Exception {
    assertThat(call(ours, new OutsideTls(ours.certificate().toString(), true))).isEqualTo("ok");
  }

  @Test
  void anUnknownAuthorityIsNot() {
    assertThatThrownBy(() -> call(ours, new OutsideTls("", true)))
        .hasRootCauseInstanceOf(java.security.cert.CertPathBuilderException.class);
    assertThatThrownBy(() -> call(ours, new OutsideTls(elsewhere.certificate().toString(), true)))
        .hasStackTraceContaining("SSLHandshakeException");
  }

  @Test
  void aCertificateOfAnotherHostIsNot() {
    assertThatThrownBy(
            () -> call(elsewhere, new OutsideTls(elsewhere.certificate().toString(), true)))
        .hasRootCauseInstanceOf(SSLException.class)
        .hasStackTraceContaining("127.0.0.1");
  }

  @Test
  void anyIsWhereNobodyLooks() throws Exception {
    assertThat(call(elsewhere, new OutsideTls("", false))).isEqualTo("ok");
  }

  private static String call(TlsFront front, OutsideTls tls) throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.getRegistry().bind("tls", tls);
      camel.getRegistry().bind("hosts", tls.hosts());
      camel.start();
      return camel
          .createFluentProducerTemplate()
          .to(front.url() + "/?sslContextParameters=#tls&x509HostnameVerifier=#hosts")
          .request(String.class);
    }
  }
}
