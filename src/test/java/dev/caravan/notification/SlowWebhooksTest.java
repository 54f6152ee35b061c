package dev.caravan.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import dev.caravan.worker.Bpmn;
import dev.caravan.workflow.Processes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flowable.engine.RepositoryService;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** A receiver that answers without end is given up, and holds nobody else's deliveries. */
@TestPropertySource(properties = "caravan.webhooks.time=3s")
class SlowWebhooksTest extends RunningCaravan {

  @Autowired RepositoryService repository;
  @Autowired Processes processes;
  @Autowired ObjectMapper json;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nX-Long: ",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4000\r\n"
      })
  void aReceiverThatTricklesHoldsNobodyElsesDeliveries(String beginning) throws Exception {
    try (SlowReceiver slow = new SlowReceiver(beginning);
        Receiver quick = new Receiver()) {
      List<String> webhooks = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        webhooks.add(registered(slow.url() + i));
      }
      start(json, 5);
      await().until(() -> slow.calls() > 0);
      webhooks.add(registered(quick.url()));

      start(json, 3);

      await()
          .untilAsserted(
              () -> {
                assertThat(slow.calls()).as("at once").isLessThanOrEqualTo(3);
                assertThat(quick.received()).hasSize(3);
              });
      await()
          .untilAsserted(
              () ->
                  assertThat(admin().get(webhooks.get(0) + "/deliveries").text())
                      .contains("took longer than 3000 milliseconds in all"));
      webhooks.forEach(each -> assertThat(admin().delete(each).status()).isEqualTo(204));
    }
  }

  private String registered(String url) {
    Answer added =
        admin().post("/api/v1/webhooks", Map.of("url", url, "events", List.of("process.started")));
    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    return added.header("Location");
  }

  private void start(ObjectMapper reader, int count) throws Exception {
    String content = "<startEvent id=\"start\"/><endEvent id=\"end\"/>" + Bpmn.flow("start", "end");
    byte[] xml = Bpmn.process("tells-slowly", content).getBytes(StandardCharsets.UTF_8);
    repository
        .createDeployment()
        .addBytes("tells-slowly.bpmn20.xml", xml)
        .addString("form.schema.json", "{\"type\": \"object\"}")
        .deploy();
    for (int i = 0; i < count; i++) {
      processes.start("tells-slowly", reader.readTree("{}"), "alice", "request-" + i);
    }
  }
}
