package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;

/** No caller makes an answer as large as it likes. */
@AutoConfigureObservability(tracing = false)
class BoundedAnswersTest extends OddRows {

  private static final int ROWS = 16;

  @AfterEach
  void takeAway() {
    jdbc.sql("delete from caravan.fabrics").update();
    jdbc.sql("delete from caravan.deployments").update();
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployments", "fabrics", "processes"})
  void aListOfLargeRowsComesInMorePages(String list) {
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      wanted.add(large(list));
    }

    List<String> found = new ArrayList<>();
    int pages = 0;
    String next = "/api/v1/" + list + "?limit=1000";
    while (!next.isEmpty()) {
      Answer page = as("viewer").get(next);
      assertThat(page.status()).as(page.toString()).isEqualTo(200);
      assertThat(page.text().length()).isLessThan(6_000_000);
      page.json().at("/items").forEach(each -> found.add(each.path("id").asText()));
      next = page.json().path("next").asText("").replace("null", "");
      pages++;
    }

    assertThat(pages).isGreaterThan(1);
    assertThat(found).doesNotHaveDuplicates().containsAll(wanted);
  }

  /** A row of 600,000 characters. */
  private String large(String list) {
    String text = "x".repeat(600_000);
    if (list.equals("deployments")) {
      String id = addDeployment("COMPLETED").toString();
      write(
          "update caravan.deployments set parameters = :value::jsonb where id = :id::uuid",
          id,
          "{\"x\": \"" + text + "\"}");
      return id;
    }
    if (list.equals("fabrics")) {
      String id = addFabric();
      write(
          "update caravan.fabrics set git = :value::jsonb where id = :id::uuid",
          id,
          "{\"url\": \"\", \"ref\": \"HEAD\", \"path\": \"%s\", \"has_token\": false}"
              .formatted(text));
      return id;
    }
    String id = startImport();
    write(
        "update caravan.process_starts set form_data = :value::jsonb where process_id = :id::uuid",
        id,
        "{\"selected_vendors\": [\"%s\"]}".formatted(text));
    return id;
  }

  private void write(String sql, String id, String value) {
    jdbc.sql(sql).param("id", id).param("value", value).update();
  }

  @Test
  void aFormIsNoLargerThanItMayBe() {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/workflows/import-vendors",
                Map.of("selected_vendors", List.of("x".repeat(70_000))));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    JsonNode errors = answer.json().at("/details/errors");
    assertThat(errors.findValuesAsText("pointer")).containsExactly("/selected_vendors");
    assertThat(errors.at("/0/message").asText()).contains("65536 bytes");
  }

  @Test
  void parametersAreNoLargerThanTheyMayBe() {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/deployments",
                Map.of(
                    "name", "large",
                    "template", "web-app-stack",
                    "cloud_region", "nowhere",
                    "parameters", Map.of("a/b", "x".repeat(70_000))));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.json().at("/details/errors").findValuesAsText("pointer"))
        .containsExactly("/parameters/a~1b");
  }

  @Test
  void ofVeryManyProblemsTheFirstAreTold() {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/workflows/import-vendors",
                Map.of("selected_vendors", Collections.nCopies(9000, "")));

    assertThat(answer.status()).isEqualTo(400);
    JsonNode errors = answer.json().at("/details/errors");
    assertThat(errors.size()).isBetween(2, 101);
    assertThat(errors.get(errors.size() - 1).path("message").asText()).contains("problems more");
    assertThat(answer.text().length()).isLessThan(64_000);
  }

  /** Each would be a meter of its own, for ever, and tells whoever reads it of what is inside. */
  @Test
  void noMetricIsNamedByAnAddressOrAnId() {
    startImport();

    String metrics = as("viewer").get("/actuator/prometheus").text();

    assertThat(metrics).contains("camel_");
    assertThat(metrics.lines().filter(line -> !line.startsWith("#")))
        .noneMatch(line -> line.matches(".*\\{.*(://|%3A|[0-9a-f]{8}-[0-9a-f]{4}-).*}.*"));
  }
}
