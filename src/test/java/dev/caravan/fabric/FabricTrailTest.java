package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.story.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is written down, and told, of syncs: what they changed, not each time that they looked. */
class FabricTrailTest extends FabricStory {

  @Test
  void theClockLeavesATrailOfWhatItChangedAlone() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of("sync_interval", 10));
    awaitRuns(fabric, 1);
    List<JsonNode> first = entries(fabric);

    assertThat(actions(first)).containsExactly("fabric.applied", "fabric.in_sync");
    assertThat(first)
        .allSatisfy(each -> assertThat(each.path("actor").asText()).isEqualTo("system"));
    assertThat(first.get(0).at("/details/counts/VPC/created").asInt()).isEqualTo(1);
    assertThat(first.get(0).at("/details/commit").asText()).hasSize(40);
    String run = first.get(0).at("/details/run_id").asText();
    assertThat(entries(run)).isEmpty();

    awaitRuns(fabric, 2);
    assertThat(entries(fabric)).hasSameSizeAs(first);
  }

  @Test
  void whoAskedForASyncIsWrittenWithWhatItChanged() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of());

    JsonNode run = sync(fabric);

    assertThat(entries(fabric))
        .filteredOn(each -> each.path("action").asText().equals("fabric.applied"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.path("actor").asText())
                  .isEqualTo(run.path("requested_by").asText())
                  .isNotEqualTo("system");
              assertThat(each.path("request_id").asText())
                  .isEqualTo(run.path("request_id").asText());
            });
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(actions(entries(run.path("id").asText())))
                    .contains("process.created", "process.completed"));
  }

  @Test
  void webhooksAreToldOnceWhenAFabricStandsOtherwise() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    Queue<JsonNode> told = new ConcurrentLinkedQueue<>();
    HttpServer receiver = receiver(told);
    String webhook = webhook(receiver);
    try {
      String fabric = fabric(Map.of());
      sync(fabric);
      sync(fabric);
      edit(VPCS + "/vpc-1", Map.of("spec", Map.of("ipv4Namespace", "theirs")));
      sync(fabric);
      sync(fabric);

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(told)
                      .extracting(
                          each -> each.at("/process/fabric/from").asText(),
                          each -> each.at("/process/fabric/to").asText())
                      .containsExactlyInAnyOrder(
                          tuple("never_synced", "in_sync"), tuple("in_sync", "out_of_sync")));
      assertThat(told)
          .allSatisfy(
              each -> {
                assertThat(each.path("event").asText()).isEqualTo("fabric.changed");
                assertThat(each.at("/process/fabric/id").asText()).isEqualTo(fabric);
              });
    } finally {
      admin().delete(webhook);
      receiver.stop(0);
    }
  }

  private static HttpServer receiver(Queue<JsonNode> told) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          told.add(JSON.readTree(call.getRequestBody().readAllBytes()));
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    server.start();
    return server;
  }

  private String webhook(HttpServer receiver) {
    Answer made =
        admin()
            .post(
                "/api/v1/webhooks",
                Map.of(
                    "url",
                    "http://127.0.0.1:%d/".formatted(receiver.getAddress().getPort()),
                    "events",
                    List.of("fabric.changed")));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return "/api/v1/webhooks/" + made.json().path("id").asText();
  }

  private void awaitRuns(String fabric, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> as("viewer").get("/api/v1/fabrics/" + fabric + "/runs?status=succeeded").json(),
            page -> page.path("items").size() >= count);
  }

  /** The oldest first, without the calls. */
  private List<JsonNode> entries(String object) {
    List<JsonNode> found = new ArrayList<>();
    admin()
        .get("/api/v1/audit?limit=1000&object=" + object)
        .json()
        .path("items")
        .forEach(
            each -> {
              if (each.path("status").isMissingNode() || each.path("status").isNull()) {
                found.add(0, each);
              }
            });
    return found;
  }

  private static List<String> actions(List<JsonNode> entries) {
    return entries.stream().map(each -> each.path("action").asText()).toList();
  }
}
