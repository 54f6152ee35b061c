package dev.caravan.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.caravan.worker.OwnCertificate;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same against a real API server, where the environment names one. */
class RealClusterTest extends KubernetesStory {

  private static final Map<String, String> ENVIRONMENT = System.getenv();

  @BeforeEach
  void thereIsOne() {
    assumeThat(ENVIRONMENT)
        .as(
            "routes met the simulator alone: set KUBE_URL, KUBE_CA (a file), KUBE_TOKEN and"
                + " KUBECONFIG to a Kubernetes API with Hedgehog's definitions")
        .containsKeys("KUBE_URL", "KUBE_CA", "KUBE_TOKEN", "KUBECONFIG");
  }

  private static Cluster real(String ca, String token) {
    return Cluster.withToken(
        "real", ENVIRONMENT.getOrDefault("KUBE_URL", ""), "default", ca, token);
  }

  private static String ca() throws Exception {
    return Files.readString(Path.of(ENVIRONMENT.getOrDefault("KUBE_CA", "")));
  }

  private KubernetesAnswer version(Cluster cluster) {
    return ask(cluster, KubernetesRequest.get("/version", "")).get(0);
  }

  @Test
  void aTokenLogsIn() throws Exception {
    Cluster cluster = real(ca(), ENVIRONMENT.getOrDefault("KUBE_TOKEN", ""));
    assertThat(version(cluster).body().path("gitVersion").asText()).startsWith("v1");

    String path = VPCS + "/caravan-contract-routes";
    KubernetesAnswer made =
        ask(cluster, KubernetesRequest.apply(path, OWNED, vpc("caravan-contract-routes", 1000)))
            .get(0);
    KubernetesAnswer bad =
        ask(cluster, KubernetesRequest.post(VPCS, vpc("caravan-contract-bad", "many"))).get(0);
    KubernetesAnswer gone = ask(cluster, KubernetesRequest.delete(path, null)).get(0);

    assertThat(made.status()).isEqualTo(201);
    assertThat(bad.reason()).isEqualTo("Invalid");
    assertThat(bad.causes().get(0).field()).isEqualTo("spec.subnets.default.vlan");
    assertThat(gone.status()).isEqualTo(200);
  }

  @Test
  void theClientCertificateOfKubeconfigLogsIn() throws Exception {
    String files = ENVIRONMENT.getOrDefault("KUBECONFIG", "");
    String context =
        new ObjectMapper(new YAMLFactory())
            .readTree(new File(files))
            .path("current-context")
            .asText();

    Cluster cluster =
        new Kubeconfigs(new KubernetesProperties(files, Duration.ofSeconds(30))).require(context);

    assertThat(cluster.clientCertificate()).isNotNull();
    assertThat(version(cluster).status()).isEqualTo(200);
  }

  @Test
  void aWrongTokenAndAWrongAuthorityAreTold() throws Exception {
    assertThat(version(real(ca(), "wrong")).status()).isEqualTo(401);
    assertThat(version(real(ca(), "wrong")).reason()).isEqualTo("Unauthorized");

    String other = OwnCertificate.of("EC", "san=ip:127.0.0.1").text();
    assertThat(version(real(other, "any")).trouble()).contains(Trouble.UNTRUSTED);
  }
}
