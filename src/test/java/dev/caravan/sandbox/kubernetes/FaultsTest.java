package dev.caravan.sandbox.kubernetes;

import static dev.caravan.sandbox.kubernetes.Client.VPCS;
import static dev.caravan.sandbox.kubernetes.Client.subnet;
import static dev.caravan.sandbox.kubernetes.Client.vpc;
import static dev.caravan.sandbox.kubernetes.Client.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the simulator does on demand, and a real one in bad hours. */
class FaultsTest {

  private final SandboxKubernetes kubernetes = SandboxKubernetes.start(0);
  private final Client client = Client.of(Cluster.simulated(kubernetes));

  @BeforeEach
  void threeVpcs() {
    for (int i = 0; i < 3; i++) {
      client.post(VPCS, vpc("v" + i, subnet(i + 1))).is(201);
    }
  }

  @AfterEach
  void close() {
    kubernetes.close();
  }

  @Test
  void afterACompactionAChunkIsExpiredAndCanBeGoneOnWithInconsistently() {
    Reply first = client.get(VPCS + "?limit=1").is(200);
    client.post(VPCS, vpc("v9", subnet(9))).is(201);
    client.post("/sandbox/compact", with()).is(204);

    String token = first.metadata().path("continue").asText();
    Reply expired = client.get(VPCS + "?limit=1&continue=" + token).refuses(410, "Expired");

    String other = expired.metadata().path("continue").asText();
    assertThat(client.get(VPCS + "?continue=" + other).is(200).names())
        .containsExactly("v1", "v2", "v9");
    client
        .get(VPCS + "?resourceVersionMatch=Exact&resourceVersion=" + first.version())
        .refuses(410, "Expired");
    String watch = VPCS + "?watch=1&timeoutSeconds=1&resourceVersion=" + first.version();
    assertThat(client.get(watch).is(200).text()).startsWith("{\"type\":\"ADDED\"");
  }

  @Test
  void aRestartEndsWatchesAndTheirPositions() throws Exception {
    String from = client.get(VPCS).version();
    CompletableFuture<Long> watch =
        CompletableFuture.supplyAsync(
            () -> client.lines(VPCS + "?watch=1&resourceVersion=" + from).count());
    client.post(VPCS, vpc("v9", subnet(9))).is(201);
    client.post("/sandbox/restart", with()).is(204);
    assertThat(watch.get(60, TimeUnit.SECONDS)).isLessThanOrEqualTo(1);

    Reply late = client.get(VPCS + "?watch=1&timeoutSeconds=1&resourceVersion=" + from).is(200);
    assertThat(late.text())
        .startsWith("{\"type\":\"ERROR\"")
        .contains("too old resource version: " + from + " (", "\"Expired\"", "410");
    assertThat(client.get(VPCS).is(200).names()).containsExactly("v0", "v1", "v2", "v9");
  }

  @Test
  void aFaultIsAStatus() {
    client.post(
        "/sandbox/faults",
        with("effect", "status", "status", 429, "retry_after", 2, "method", "GET"));
    Reply reply = client.get(VPCS).refuses(429, "TooManyRequests");
    assertThat(reply.headers().firstValue("Retry-After")).contains("2");
    client.get(VPCS).is(200);
  }

  @Test
  void requestsAreCountedByShape() {
    client.get(VPCS + "/v1");
    client.get(VPCS + "/v2/status");
    assertThat(client.get("/sandbox/requests").json().path("requests").toString())
        .contains(
            "\"GET /apis/vpc.githedgehog.com/v1beta1/namespaces/NAMESPACE/vpcs/NAME\":1",
            "\"GET /apis/vpc.githedgehog.com/v1beta1/namespaces/NAMESPACE/vpcs/NAME/status\":1",
            "\"POST /apis/vpc.githedgehog.com/v1beta1/namespaces/NAMESPACE/vpcs\":3");
  }

  @Test
  void aResetLeavesTheFabricsKindsAndNoObjects() {
    String before = client.get(VPCS).version();
    client.post("/sandbox/reset", with()).is(204);
    Reply after = client.get(VPCS).is(200);
    assertThat(after.names()).isEmpty();
    assertThat(Long.parseLong(after.version())).isGreaterThan(Long.parseLong(before));
    assertThat(client.get("/api/v1/namespaces").names()).contains("default");
  }

  @Test
  void aDeletedNamespaceTakesItsObjectsAlong() {
    var namespace = with("apiVersion", "v1", "kind", "Namespace", "metadata", with("name", "lab"));
    client.post("/api/v1/namespaces", namespace).is(201);
    String vpcs = Client.VPC + "/namespaces/lab/vpcs";
    client.post(vpcs, vpc("a", subnet(1))).is(201);
    client.delete("/api/v1/namespaces/lab").is(200);
    assertThat(client.get(vpcs).names()).isEmpty();
    client.post(vpcs, vpc("a", subnet(1))).refuses(404, "NotFound");
  }
}
