package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Deployments whose servers are configured, as an operator speaks to them. */
abstract class ConfiguredDeployments extends RunningCaravan {

  /** Servers of type server, named name-server-1 and so on. */
  protected String standing(String name) {
    return standing(name, 2);
  }

  protected String standing(String name, int servers) {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/deployments",
                Map.of(
                    "name",
                    name,
                    "template",
                    "one-network",
                    "cloud_region",
                    "sandbox",
                    "parameters",
                    Map.of("count", servers)));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    ended(answer.header("Location"), "COMPLETED");
    return answer.header("Location");
  }

  protected Answer configure(String deployment, Map<String, ?> wanted) {
    return as("operator").post(deployment + "/configure", wanted);
  }

  protected void configuring(String deployment, Map<String, ?> wanted) {
    Answer answer = configure(deployment, wanted);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(answer.json().path("status").asText()).isEqualTo("CONFIGURING");
  }

  protected JsonNode ended(String deployment, String status) {
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              JsonNode now = as("viewer").get(deployment).json();
              assertThat(now.path("status").asText()).as(now.toPrettyString()).isEqualTo(status);
              assertThat(now.path("operation").isNull()).as(now.toPrettyString()).isTrue();
            });
    return as("viewer").get(deployment).json();
  }

  protected String output(String deployment) {
    return as("viewer").with("Accept", "text/plain").get(deployment + "/output").text();
  }

  /** The lines of a stream, as they come. */
  protected Queue<String> stream(String deployment, String lastEvent) {
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    HttpRequest request =
        HttpRequest.newBuilder(address().resolve(deployment + "/output"))
            .header("Authorization", "Bearer " + token("viewer"))
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", lastEvent)
            .build();
    var unused =
        HttpClient.newHttpClient()
            .sendAsync(request, BodyHandlers.ofLines())
            .thenAccept(answer -> answer.body().forEach(lines::add));
    return lines;
  }

  protected static List<String> pointers(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    return answer.json().at("/details/errors").findValuesAsText("pointer");
  }
}
