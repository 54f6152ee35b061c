package dev.caravan.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.caravan.worker.OwnCertificate;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The same against a real API server, where the environment names one. */
class RealClusterTest extends KubernetesStory {

  private static final Map<String, String> ENVIRONMENT = System.getenv();

  @Autowired KubernetesWatches watches;

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
  void aWatchTellsWithinATenthOfASecondAndEndsWhenItIsNotWanted() throws Exception {
    Cluster cluster = real(ca(), ENVIRONMENT.getOrDefault("KUBE_TOKEN", ""));
    Sightings sightings = new Sightings();
    String from =
        ask(cluster, KubernetesRequest.get(VPCS, "limit=1"))
            .get(0)
            .body()
            .at("/metadata/resourceVersion")
            .asText();
    Watch watch = sightings.watch(cluster, from);
    CompletableFuture<WatchEnd> end = watches.start(watch);
    List<Duration> delays = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      String name = "caravan-contract-watch-" + i;
      KubernetesRequest made = KubernetesRequest.post(VPCS, vpc(name, 1000));
      assertThat(ask(cluster, made).get(0).status()).isEqualTo(201);
      long now = System.nanoTime();
      await().pollInterval(Duration.ofMillis(5)).until(() -> sightings.sees("ADDED " + name));
      delays.add(sightings.after(now, "ADDED " + name));
      ask(cluster, KubernetesRequest.delete(VPCS + "/" + name, null));
      await().until(() -> sightings.sees("DELETED " + name));
    }
    sightings.wanted.set(false);

    assertThat(end)
        .succeedsWithin(Duration.ofSeconds(1))
        .isEqualTo(new WatchEnd(WatchEnd.Ending.ENDED, 200, "", watch.resourceVersion()));
    assertThat(delays.stream().sorted().toList().get(5)).isLessThan(Duration.ofMillis(100));
    WatchEnd old = watches.start(new Sightings().watch(cluster, "1")).get(5, TimeUnit.SECONDS);
    assertThat(old.ending()).isEqualTo(WatchEnd.Ending.EXPIRED);
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
        new Kubeconfigs(
                new KubernetesProperties(
                    files,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(15),
                    8,
                    500,
                    Duration.ofSeconds(50)))
            .require(context);

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
