package dev.caravan.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import dev.caravan.worker.Bpmn;
import dev.caravan.worker.CircuitBreakers;
import dev.caravan.workflow.Processes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.flowable.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A webhook is told what happens, signed, once more where it failed, and again when asked. */
class WebhookStoryTest extends RunningCaravan {

  private static final String SECRET = "a-secret-of-the-tests";

  @Autowired RepositoryService repository;
  @Autowired Processes processes;
  @Autowired ObjectMapper json;
  @Autowired CircuitBreakers breakers;

  private Receiver receiver;

  @BeforeEach
  void listen() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void stopListening() {
    receiver.close();
  }

  @Test
  void isToldSignedWhatAProcessDoes() throws Exception {
    String webhook = register(List.of("process.started", "process.completed", "import.completed"));

    UUID process = announcing("tells-webhooks", "{\"summary\": {\"created\": 3}}");

    awaitReceived(3);
    assertThat(receiver.received())
        .extracting(it -> it.header("X-Caravan-Event"))
        .containsExactlyInAnyOrder("process.started", "import.completed", "process.completed");
    assertThat(receiver.received()).allSatisfy(it -> assertGenuine(it, process));
    assertThat(told("import.completed").json().at("/process/summary/created").intValue())
        .isEqualTo(3);
    assertThat(told("import.completed").json().at("/process/status").asText())
        .isEqualTo("completed");
    assertThat(told("process.completed").json().at("/process/status").asText())
        .isEqualTo("completed");
    assertThat(told("process.completed").json().at("/process/summary/created").intValue())
        .isEqualTo(3);
    await()
        .untilAsserted(
            () ->
                assertThat(deliveries(webhook))
                    .hasSize(3)
                    .allSatisfy(
                        it -> {
                          assertThat(it.get("status").asText()).isEqualTo("delivered");
                          assertThat(it.get("response_status").intValue()).isEqualTo(200);
                          assertThat(it.get("response").asText()).isEqualTo("so it is");
                        }));
    forget(webhook);
  }

  private static void assertGenuine(Receiver.Received told, UUID process) {
    long timestamp = Long.parseLong(told.header("X-Caravan-Timestamp"));
    assertThat(told.header("X-Caravan-Signature"))
        .isEqualTo(Signature.of(SECRET, timestamp, told.text()));
    assertThat(told.query()).isEqualTo("to=caravan");
    assertThat(told.json().get("event").asText()).isEqualTo(told.header("X-Caravan-Event"));
    assertThat(told.json().get("delivery").asText()).isEqualTo(told.header("X-Caravan-Delivery"));
    assertThat(told.json().at("/process/id").asText()).isEqualTo(process.toString());
  }

  @Test
  void isToldOfTheWorkflowsThatItAskedForAlone() throws Exception {
    announcing("tells-this", "{\"summary\": {}}");
    UUID other = announcing("tells-that", "{\"summary\": {}}");
    await()
        .until(() -> as("viewer").get("/api/v1/processes/" + other).text().contains("completed"));
    Map<String, Object> wanted =
        Map.of("url", receiver.url(), "secret", SECRET, "workflows", List.of("tells-this"));
    Answer added = admin().post("/api/v1/webhooks", wanted);
    String webhook = added.header("Location");
    assertThat(added.json().at("/workflows/0").asText()).isEqualTo("tells-this");

    announcing("tells-that", "{\"summary\": {}}");
    UUID process = announcing("tells-this", "{\"summary\": {}}");

    awaitReceived(3);
    assertThat(receiver.received())
        .extracting(it -> it.json().at("/process/id").asText())
        .containsOnly(process.toString());
    Answer all = admin().patch(webhook, Map.of("workflows", List.of()));
    assertThat(all.json().path("workflows").isNull()).as(all.toString()).isTrue();
    Answer misspelt = admin().patch(webhook, Map.of("workflows", List.of("tell-this")));
    assertThat(misspelt.status()).isEqualTo(400);
    assertThat(misspelt.text()).contains("'tell-this', no workflow");
    forget(webhook);
  }

  @Test
  void isToldAgainAfterAnErrorAndWhenAsked() throws Exception {
    receiver.answerNext(500);
    String webhook = register(List.of("process.started"));

    announcing("tells-again", "{\"summary\": {}}");

    awaitReceived(2);
    assertThat(receiver.received().get(1).text()).isEqualTo(receiver.received().get(0).text());
    await()
        .untilAsserted(
            () ->
                assertThat(deliveries(webhook))
                    .singleElement()
                    .satisfies(
                        it -> {
                          assertThat(it.get("status").asText()).isEqualTo("delivered");
                          assertThat(it.get("attempts").intValue()).isEqualTo(2);
                        }));

    String delivery = deliveries(webhook).get(0).get("id").asText();
    Answer again = admin().post(webhook + "/deliveries/" + delivery + "/redeliver", Map.of());

    assertThat(again.status()).as(again.toString()).isEqualTo(202);
    awaitReceived(3);
    assertThat(receiver.received().get(2).header("X-Caravan-Delivery")).isEqualTo(delivery);
    forget(webhook);
  }

  @Test
  void leavesAReceiverAloneThatFailsAndTellsItLater() throws Exception {
    String webhook = register(List.of("process.started"));
    String host = URI.create(receiver.url()).getAuthority();
    Instant before = Instant.now();
    IntStream.range(0, 10).forEach(each -> breakers.enter("webhook", host).failed("answered 503"));

    announcing("tells-later", "{\"summary\": {}}");

    awaitReceived(1);
    assertThat(Long.parseLong(receiver.received().get(0).header("X-Caravan-Timestamp")))
        .as("the second in which it was sent")
        .isGreaterThanOrEqualTo(before.plusSeconds(5).getEpochSecond());
    await()
        .untilAsserted(
            () ->
                assertThat(deliveries(webhook))
                    .singleElement()
                    .satisfies(
                        it -> {
                          assertThat(it.get("status").asText()).isEqualTo("delivered");
                          assertThat(it.get("attempts").intValue()).isEqualTo(1);
                        }));
    forget(webhook);
  }

  @Test
  void saysWhyADeliveryFailed() throws Exception {
    String webhook = register(List.of("process.started"));
    receiver.close();

    announcing("tells-nobody", "{\"summary\": {}}");

    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(deliveries(webhook))
                    .singleElement()
                    .satisfies(
                        it -> {
                          assertThat(it.get("status").asText()).isEqualTo("pending");
                          assertThat(it.get("attempts").intValue()).isPositive();
                          assertThat(it.get("error").asText()).contains("refused");
                          assertThat(it.get("next_attempt_at").isNull()).isFalse();
                        }));
    forget(webhook);
  }

  @Test
  void keepsItsSecretToItself() {
    Answer added = admin().post("/api/v1/webhooks", Map.of("url", receiver.url()));
    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    assertThat(added.json().get("secret").asText()).startsWith("whsec_").hasSizeGreaterThan(60);
    assertThat(added.json().get("events")).hasSize(6);

    Answer read = admin().get(added.header("Location"));

    assertThat(read.text()).doesNotContain("secret");
    forget(added.header("Location"));
  }

  @Test
  void changesOnlyTheVersionThatWasRead() {
    String webhook = register(List.of("process.failed"));
    String tag = admin().get(webhook).header("ETag");

    Answer first = admin().with("If-Match", tag).patch(webhook, Map.of("active", false));
    Answer second = admin().with("If-Match", tag).patch(webhook, Map.of("active", true));

    assertThat(first.status()).as(first.toString()).isEqualTo(200);
    assertThat(first.json().get("active").booleanValue()).isFalse();
    assertThat(second.status()).as(second.toString()).isEqualTo(412);
    forget(webhook);
  }

  @Test
  void refusesWhatCannotBeKeptNamingEveryProblem() {
    Answer answer =
        admin()
            .post(
                "/api/v1/webhooks",
                Map.of("url", "ftp://there", "secret", "short", "events", List.of()));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/details/errors").findValuesAsText("pointer"))
        .containsExactly("/url", "/secret", "/events");
  }

  @Test
  void refusesPortsThatThereAreNot() {
    for (String port : List.of("0", "65536", "99999")) {
      String url = "http://127.0.0.1:" + port + "/hook";
      Answer answer = admin().post("/api/v1/webhooks", Map.of("url", url));

      assertThat(answer.status()).as(port).isEqualTo(400);
      assertThat(answer.json().at("/details/errors/0/pointer").asText()).isEqualTo("/url");
    }
  }

  @Test
  void isForAdmins() {
    assertThat(as("developer").get("/api/v1/webhooks").status()).isEqualTo(403);
  }

  private String register(List<String> events) {
    Answer added =
        admin()
            .post(
                "/api/v1/webhooks",
                Map.of("url", receiver.url(), "secret", SECRET, "events", events));
    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    assertThat(added.json().path("secret").isNull()).isTrue();
    return added.header("Location");
  }

  private void forget(String webhook) {
    assertThat(admin().delete(webhook).status()).isEqualTo(204);
  }

  private UUID announcing(String name, String form) throws Exception {
    String content =
        "<startEvent id=\"start\"/>"
            + Bpmn.step("tell", "notification.announce-import", "summary", "")
            + "<endEvent id=\"end\"/>"
            + Bpmn.flow("start", "tell")
            + Bpmn.flow("tell", "end");
    byte[] xml = Bpmn.process(name, content).getBytes(StandardCharsets.UTF_8);
    repository
        .createDeployment()
        .addBytes(name + ".bpmn20.xml", xml)
        .addString("form.schema.json", "{\"type\": \"object\"}")
        .deploy();
    return processes.start(name, json.readTree(form), "alice", "request-of-" + name);
  }

  private void awaitReceived(int count) {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(receiver.received()).hasSize(count));
  }

  private Receiver.Received told(String event) {
    return receiver.received().stream()
        .filter(it -> it.header("X-Caravan-Event").equals(event))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> deliveries(String webhook) {
    JsonNode items = admin().get(webhook + "/deliveries").json().get("items");
    return items.findParents("attempts");
  }

  @Test
  void anEventThatIsNamedTwiceIsKeptOnce() {
    List<String> twice = List.of("process.started", "process.started");
    Answer added =
        admin().post("/api/v1/webhooks", Map.of("url", "http://127.0.0.1:9/x", "events", twice));

    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    String webhook = "/api/v1/webhooks/" + added.json().path("id").asText();
    assertThat(admin().get(webhook).json().path("events")).hasSize(1);
    admin().delete(webhook);
  }
}
