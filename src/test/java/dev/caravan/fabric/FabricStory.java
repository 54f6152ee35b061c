package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.git.GitRepository;
import dev.caravan.sandbox.kubernetes.SandboxKubernetes;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Caravan, a simulated cluster, and a repository that declares a fabric. */
abstract class FabricStory extends RunningCaravan {

  static final SandboxKubernetes KUBERNETES = SandboxKubernetes.start(0);
  static final String VPCS = objects("vpc", "vpcs");
  static final String SWITCHES = objects("wiring", "switches");
  static final String SERVERS = objects("wiring", "servers");
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final HttpCaller sandbox = new HttpCaller(URI.create(KUBERNETES.url()), Map.of());
  final HttpCaller cluster =
      sandbox.with("Authorization", "Bearer " + SandboxKubernetes.ADMIN_TOKEN);

  @Autowired JdbcClient jdbc;
  @TempDir Path folder;
  GitRepository repository;

  static String objects(String group, String plural) {
    return "/apis/%s.githedgehog.com/v1beta1/namespaces/default/%s".formatted(group, plural);
  }

  @BeforeEach
  void anew() throws Exception {
    assertThat(sandbox.post("/sandbox/reset", Map.of()).status()).isEqualTo(204);
    repository = new GitRepository(folder);
    repository.with("README.md", "A fabric");
  }

  @AfterEach
  void forget() {
    repository.close();
    // Those whose runs are still at work go with the next; a run that ends right now holds rows.
    Awaitility.await()
        .ignoreExceptionsInstanceOf(PessimisticLockingFailureException.class)
        .atMost(Duration.ofSeconds(60))
        .until(() -> jdbc.sql("delete from caravan.fabrics").update() >= 0);
  }

  /** A fabric that is synced by hand alone, unless said otherwise. */
  String fabric(Map<String, ?> more) {
    Answer added = admin().post("/api/v1/fabrics", body(more));
    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    return added.json().path("id").asText();
  }

  Map<String, Object> body(Map<String, ?> more) {
    Map<String, Object> body = new HashMap<>();
    body.put("name", "fabric-" + Long.toString(System.nanoTime(), 36));
    body.put("sync_interval", 0);
    body.put("policy", "apply");
    body.put(
        "cluster", Map.of("server", KUBERNETES.url(), "token", SandboxKubernetes.WRITER_TOKEN));
    body.put("git", Map.of("url", repository.url(), "ref", "master", "path", "fabric"));
    body.putAll(more);
    return body;
  }

  JsonNode view(String fabric) {
    return as("viewer").get("/api/v1/fabrics/" + fabric).json();
  }

  String status(String fabric) {
    return view(fabric).path("sync_status").asText();
  }

  /** Presses the button and waits for the end of that very run. */
  JsonNode sync(String fabric) {
    return sync(fabric, "");
  }

  JsonNode sync(String fabric, String query) {
    Answer begun = as("operator").post("/api/v1/fabrics/" + fabric + "/sync" + query, Map.of());
    assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
    return ended(fabric, begun.json().path("run_id").asText());
  }

  JsonNode ended(String fabric, String run) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> as("viewer").get("/api/v1/fabrics/%s/runs/%s".formatted(fabric, run)).json(),
            each -> !each.path("ended_at").isNull());
  }

  /** The objects of the record by name. */
  Map<String, JsonNode> resources(String fabric) {
    Map<String, JsonNode> found = new TreeMap<>();
    as("viewer")
        .get("/api/v1/fabrics/" + fabric + "/resources?limit=1000")
        .json()
        .path("items")
        .forEach(each -> found.put(each.path("name").asText(), each));
    return found;
  }

  JsonNode resource(String fabric, String name) {
    return Objects.requireNonNull(resources(fabric).get(name), name);
  }

  JsonNode there(String path) {
    Answer answer = cluster.get(path);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  boolean isThere(String path) {
    return cluster.get(path).status() == 200;
  }

  /** Somebody edits an object by hand. */
  void edit(String path, Object patch) {
    Answer answer =
        cluster
            .with("Content-Type", "application/merge-patch+json")
            .send("PATCH", path + "?fieldManager=kubectl-edit", patch);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
  }

  String healthOf(String fabric, String kind, String name) {
    JsonNode items =
        as("viewer")
            .get("/api/v1/fabrics/%s/resources?kind=%s".formatted(fabric, kind))
            .json()
            .path("items");
    for (JsonNode each : items) {
      if (each.path("name").asText().equals(name)) {
        return each.path("health").asText();
      }
    }
    return "none";
  }

  /** An agent says that it lives, and which generation it has applied. */
  void beat(String agent, Instant at, int generation) {
    Answer answer =
        cluster
            .with("Content-Type", "application/merge-patch+json")
            .send(
                "PATCH",
                objects("agent", "agents") + "/" + agent + "/status",
                Map.of(
                    "status",
                    Map.of(
                        "conditions",
                        List.of(),
                        "lastHeartbeat",
                        at.truncatedTo(ChronoUnit.SECONDS).toString(),
                        "lastAppliedGen",
                        generation)));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
  }

  void make(String path, Map<String, ?> object) {
    Answer answer = cluster.post(path, object);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
  }

  void fault(Map<String, ?> fault) {
    assertThat(sandbox.post("/sandbox/faults", fault).status()).isLessThan(300);
  }

  /** Requests that changed, or could have changed, something. */
  long writes() {
    return sent("POST") + sent("PUT") + sent("PATCH") + sent("DELETE");
  }

  long sent(String method) {
    long count = 0;
    JsonNode all = sandbox.get("/sandbox/requests").json().path("requests");
    for (Map.Entry<String, JsonNode> each : all.properties()) {
      if (each.getKey().startsWith(method + " /apis/") && each.getKey().contains("githedgehog")) {
        count += each.getValue().asLong();
      }
    }
    return count;
  }

  void forgetRequests() {
    sandbox.delete("/sandbox/requests");
  }

  static String vpc(String name, int vlan) {
    return """
        apiVersion: vpc.githedgehog.com/v1beta1
        kind: VPC
        metadata:
          name: %s
        spec:
          ipv4Namespace: default
          subnets:
            default:
              subnet: 10.0.%d.0/24
              vlan: %d
        ---
        """
        .formatted(name, vlan % 250, vlan);
  }

  static String aSwitch(String name) {
    return """
        apiVersion: wiring.githedgehog.com/v1beta1
        kind: Switch
        metadata:
          name: %s
        spec:
          role: server-leaf
          description: A leaf
        ---
        """
        .formatted(name);
  }

  static Map<String, Object> object(String apiVersion, String kind, String name, Object spec) {
    return Map.of(
        "apiVersion", apiVersion, "kind", kind, "metadata", Map.of("name", name), "spec", spec);
  }

  static Map<String, Object> vpcObject(String name, int vlan) {
    return object(
        "vpc.githedgehog.com/v1beta1",
        "VPC",
        name,
        Map.of("subnets", Map.of("default", Map.of("vlan", vlan))));
  }

  void declare(String file, String content) throws Exception {
    repository.with("fabric/" + file, content).commit("Change " + file);
  }
}
