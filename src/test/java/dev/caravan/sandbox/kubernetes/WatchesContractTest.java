package dev.caravan.sandbox.kubernetes;

import static dev.caravan.sandbox.kubernetes.Client.MERGE;
import static dev.caravan.sandbox.kubernetes.Client.VPCS;
import static dev.caravan.sandbox.kubernetes.Client.object;
import static dev.caravan.sandbox.kubernetes.Client.subnet;
import static dev.caravan.sandbox.kubernetes.Client.vpc;
import static dev.caravan.sandbox.kubernetes.Client.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Watches: from a position on, with bookmarks, until their time is over. */
class WatchesContractTest {

  private static List<JsonNode> events(Client client, String query) {
    return client
        .get(VPCS + "?watch=1&timeoutSeconds=1&" + query)
        .is(200)
        .text()
        .lines()
        .map(WatchesContractTest::event)
        .toList();
  }

  private static JsonNode event(String line) {
    try {
      return Client.JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  private static List<String> words(List<JsonNode> events) {
    return events.stream()
        .map(
            event ->
                event.path("type").asText()
                    + " "
                    + event.path("object").path("metadata").path("name").asText())
        .toList();
  }

  @ContractTest
  void whatHappenedSinceAPositionIsTold(Client client) {
    String name = client.name("a");
    String from = client.get(VPCS).version();
    Reply made = client.post(VPCS, vpc(name, subnet(1))).is(201);
    Reply changed = client.patch(VPCS + "/" + name, with("spec", subnet(2)), MERGE).is(200);
    client.delete(VPCS + "/" + name).is(200);
    List<JsonNode> events =
        events(client, "resourceVersion=" + from + "&fieldSelector=metadata.name%3D" + name);
    assertThat(words(events))
        .containsExactly("ADDED " + name, "MODIFIED " + name, "DELETED " + name);
    assertThat(events.get(0).path("object")).isEqualTo(made.json());
    assertThat(events.get(1).path("object")).isEqualTo(changed.json());
    JsonNode last = events.get(2).path("object");
    assertThat(last.path("spec")).isEqualTo(changed.spec());
    assertThat(last.path("metadata").path("resourceVersion").asLong())
        .isGreaterThan(Long.parseLong(changed.version()));
    assertThat(words(events(client, after(changed.version(), name))))
        .containsExactly("DELETED " + name);
  }

  private static String after(String version, String name) {
    return "resourceVersion=" + version + "&fieldSelector=metadata.name%3D" + name;
  }

  @ContractTest
  void whatIsThereIsToldFirstIfAsked(Client client) {
    String name = client.name("a");
    client.post(VPCS, vpc(name, subnet(1))).is(201);
    String one = "fieldSelector=metadata.name%3D" + name;
    assertThat(words(events(client, one))).containsExactly("ADDED " + name);
    assertThat(words(events(client, one + "&resourceVersion=0"))).containsExactly("ADDED " + name);
    List<JsonNode> events =
        events(
            client,
            one
                + "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                + "&allowWatchBookmarks=true");
    assertThat(words(events)).containsExactly("ADDED " + name, "BOOKMARK ");
    JsonNode bookmark = events.get(1).path("object");
    assertThat(bookmark.path("kind").asText()).isEqualTo("VPC");
    assertThat(bookmark.path("metadata").path("annotations").toString())
        .isEqualTo("{\"k8s.io/initial-events-end\":\"true\"}");
    assertThat(bookmark.path("metadata").path("resourceVersion").asText()).matches("\\d+");
    client.get(VPCS + "?watch=1&sendInitialEvents=true").refuses(422, "Invalid");
  }

  @ContractTest
  void whatLeavesASelectionIsDeletedToIt(Client client) {
    String name = client.name("a");
    String path = VPCS + "/" + name;
    String label = client.name("k");
    String from = client.get(VPCS).version();
    client.post(VPCS, vpc(name, subnet(1))).is(201);
    client.patch(path, with("metadata", with("labels", with(label, "v"))), MERGE).is(200);
    client.patch(path, with("metadata", with("labels", with(label, null))), MERGE).is(200);
    assertThat(words(events(client, "resourceVersion=" + from + "&labelSelector=" + label)))
        .containsExactly("ADDED " + name, "DELETED " + name);
  }

  @ContractTest
  void eventsComeAsTheyHappen(Client client) throws Exception {
    String name = client.name("a");
    String query =
        "?watch=1&timeoutSeconds=20&resourceVersion="
            + client.get(VPCS).version()
            + "&fieldSelector=metadata.name%3D"
            + name;
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    CompletableFuture<Void> watch =
        CompletableFuture.runAsync(() -> client.lines(VPCS + query).limit(2).forEach(lines::add));
    client.post(VPCS, vpc(name, subnet(1))).is(201);
    assertThat(lines.poll(5, TimeUnit.SECONDS)).startsWith("{\"type\":\"ADDED\"");
    client.delete(VPCS + "/" + name).is(200);
    assertThat(lines.poll(5, TimeUnit.SECONDS)).startsWith("{\"type\":\"DELETED\"");
    watch.get(60, TimeUnit.SECONDS);
  }

  @ContractTest
  void aFinalizedObjectIsModifiedAndThenDeleted(Client client) {
    String name = client.name("a");
    var metadata = with("name", name, "finalizers", List.of("caravan.dev/held"));
    Reply made =
        client
            .post(VPCS, object("vpc.githedgehog.com/v1beta1", "VPC", metadata, subnet(1)))
            .is(201);
    client.delete(VPCS + "/" + name).is(200);
    client.patch(VPCS + "/" + name, with("metadata", with("finalizers", null)), MERGE).is(200);
    assertThat(words(events(client, after(made.version(), name))))
        .containsExactly("MODIFIED " + name, "DELETED " + name);
  }

  @ContractTest
  void badPositionsAreRefused(Client client) {
    assertThat(client.get(VPCS + "?watch=1&resourceVersion=foo").is(500).message())
        .startsWith("resourceVersion: Invalid value: \"foo\"");
    client
        .get(VPCS + "?watch=1&resourceVersion=1&resourceVersionMatch=Exact")
        .refuses(422, "Invalid");
  }
}
