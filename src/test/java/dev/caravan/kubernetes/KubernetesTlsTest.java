package dev.caravan.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.sandbox.kubernetes.SandboxKubernetes;
import dev.caravan.worker.OutsideTls;
import dev.caravan.worker.OwnCertificate;
import dev.caravan.worker.TlsFront;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Whom a cluster must be, who one is there, and how to tell what is wrong. */
class KubernetesTlsTest extends KubernetesStory {

  private static final KubernetesRequest READ = KubernetesRequest.get(VPCS, "");

  private static OwnCertificate rsa;
  private static OwnCertificate ec;
  private static TlsFront ours;
  private static TlsFront elsewhere;
  private static TlsFront demanding;

  @Autowired CamelContext camel;

  @BeforeAll
  static void start() {
    rsa = OwnCertificate.of("RSA", "san=dns:client");
    ec = OwnCertificate.of("EC", "san=dns:client");
    ours = TlsFront.before(KUBERNETES.url(), "ip:127.0.0.1");
    elsewhere = TlsFront.before(KUBERNETES.url(), "dns:elsewhere.example.org");
    demanding = TlsFront.before(KUBERNETES.url(), "ip:127.0.0.1", rsa);
  }

  @AfterAll
  static void stop() {
    ours.close();
    elsewhere.close();
    demanding.close();
  }

  private static Cluster at(TlsFront front, String ca) {
    return Cluster.withToken("tls", front.url(), "", ca, SandboxKubernetes.WRITER_TOKEN);
  }

  private static String ca(TlsFront front) throws IOException {
    return Files.readString(front.certificate());
  }

  private KubernetesAnswer read(Cluster cluster) {
    return ask(cluster, READ).get(0);
  }

  @Test
  void aCertificateOfTheClustersAuthorityIsBelieved() throws Exception {
    assertThat(read(at(ours, ca(elsewhere) + ca(ours))).status()).isEqualTo(200);
  }

  @Test
  void anotherAuthorityIsNot() throws Exception {
    Instant begin = Instant.now();

    KubernetesAnswer other = read(at(ours, ca(elsewhere)));
    KubernetesAnswer systems = read(at(ours, ""));

    assertThat(other.trouble()).contains(Trouble.UNTRUSTED);
    assertThat(other.words()).startsWith("SSLHandshakeException: PKIX path");
    assertThat(systems.trouble()).contains(Trouble.UNTRUSTED);
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aCertificateOfAnotherHostIsNot() throws Exception {
    KubernetesAnswer answer = read(at(elsewhere, ca(elsewhere)));

    assertThat(answer.trouble()).contains(Trouble.OTHER_NAME);
    assertThat(answer.words()).startsWith("SSLPeerUnverifiedException: ").contains("127.0.0.1");
  }

  @Test
  void whereNobodyListensNobodyIsReached() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    KubernetesAnswer refused =
        read(Cluster.withToken("r", "https://127.0.0.1:" + free, "", "", "t"));
    KubernetesAnswer unknown =
        read(Cluster.withToken("u", "https://nowhere.invalid:6443", "", "", "t"));

    assertThat(refused.trouble()).contains(Trouble.UNREACHABLE);
    assertThat(refused.words()).startsWith("ConnectException: ").endsWith("Connection refused");
    assertThat(unknown.trouble()).contains(Trouble.UNREACHABLE);
    assertThat(unknown.words()).startsWith("UnknownHostException: nowhere.invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void whoeverShowsACertificateGetsIn(String algorithm) throws Exception {
    OwnCertificate own = algorithm.equals("RSA") ? rsa : ec;
    try (TlsFront front = TlsFront.before(KUBERNETES.url(), "ip:127.0.0.1", own)) {
      for (String key : new String[] {own.key(), own.oldKey()}) {
        // The simulator behind the front knows tokens alone.
        assertThat(read(with(front, own.text(), key)).status()).isEqualTo(401);
      }
    }
  }

  @Test
  void oneConnectionServesManyRequests() throws Exception {
    Cluster cluster = with(demanding, rsa.text(), rsa.key());
    int before = demanding.connections();

    ask(cluster, READ, READ, READ, READ, READ);

    assertThat(demanding.connections() - before).isEqualTo(1);
  }

  @Test
  void whoeverShowsNoneOrAnotherDoesNot() throws Exception {
    notLetIn(read(at(demanding, ca(demanding))));
    notLetIn(read(with(demanding, ec.text(), ec.key())));
  }

  /** With TLS 1.3 the server refuses after the handshake, so the end may overtake the reason. */
  private static void notLetIn(KubernetesAnswer answer) {
    assertThat(answer.trouble().orElseThrow()).isIn(Trouble.TLS, Trouble.BROKEN);
  }

  private static Cluster with(TlsFront front, String certificate, String key) throws IOException {
    return Cluster.withCertificate("mutual", front.url(), "", ca(front), certificate, key);
  }

  @Test
  void whatIsNoPemIsSaid() throws Exception {
    refuses(at(ours, "no PEM"), "Cluster tls: the certificate authority is no certificate in PEM");
    refuses(at(ours, rsa.key()), "the certificate authority is no certificate in PEM");
    refuses(with(ours, "no PEM", rsa.key()), "the client certificate is no certificate in PEM");
    refuses(with(ours, rsa.text(), "secret"), "the client key is no private key in PEM");
    refuses(with(ours, rsa.text(), ec.key()), "the client key is not that of the client cert");
    String other = OwnCertificate.of("RSA", "san=dns:client").key();
    refuses(with(ours, rsa.text(), other), "the client key is not that of the client cert");
  }

  private void refuses(Cluster cluster, String words) {
    assertThatThrownBy(() -> read(cluster))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aClusterThatIsUsedOftenIsOneBean() throws Exception {
    String ca = ca(ours);
    read(at(ours, ca));
    int beans = camel.getRegistry().findByTypeWithName(OutsideTls.class).size();
    int endpoints = camel.getEndpoints().size();
    int threads = Thread.activeCount();

    Conversation talk = new Conversation(at(ours, ca));
    for (int i = 0; i < 100; i++) {
      talk.ask(KubernetesRequest.get(VPCS + "/vpc-" + i, ""), none -> {});
    }
    calls.lead(talk);
    for (int i = 0; i < 50; i++) {
      read(at(ours, ca(ours)));
    }

    assertThat(camel.getRegistry().findByTypeWithName(OutsideTls.class)).hasSize(beans);
    assertThat(camel.getEndpoints()).hasSize(endpoints);
    assertThat(Thread.activeCount()).isLessThan(threads + 10);
  }
}
