package dev.caravan.devicelibrary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.library.GitLibrary;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import dev.caravan.worker.Bpmn;
import dev.caravan.workflow.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowable.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The three routes that read a library, as steps of a process, and what can be seen of them. */
class ReadingLibraryTest extends RunningCaravan {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Autowired RepositoryService repository;
  @Autowired Processes processes;
  @Autowired ObjectMapper json;
  @Autowired JdbcClient jdbc;
  @Autowired DefinitionStore store;

  @TempDir Path temp;

  private GitLibrary library;

  @BeforeEach
  void aLibraryThatIsBrokenInEveryWay() throws Exception {
    library = new GitLibrary(temp.resolve("remote"));
    BrokenLibrary.write(library);
  }

  @AfterEach
  void close() {
    library.close();
  }

  @Test
  void readsALibraryIntoTheWorkListOfItsProcess() {
    UUID process = run(Map.of("selected_vendors", List.of("acme")));

    JsonNode state = awaitStatus(process, "completed").path("state");
    int broken = BrokenLibrary.BROKEN.size() - 1;
    assertThat(state.path("definitions_read").asInt()).isEqualTo(broken + 2);
    assertThat(state.path("definitions_valid").asInt()).isEqualTo(2);
    assertThat(state.path("definitions_invalid").asInt()).isEqualTo(broken);
    assertThat(state.path("commit").asText()).hasSize(40);
    assertThat(state.path("vendors").findValuesAsText("name")).containsExactly("Acme");
    assertThat(pathsOfPages("/api/v1/processes/" + process + "/definitions?limit=7"))
        .hasSize(broken + 2)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void showsWhatIsWrongWithADefinition() {
    UUID process = run(Map.of("selected_vendors", List.of("all")));
    awaitStatus(process, "completed");

    JsonNode invalid = definitions(process, "?outcome=invalid&limit=1000&manufacturer=ACME");

    JsonNode outlet =
        invalid.findParents("path").stream()
            .filter(row -> row.path("path").asText().endsWith("Outlet-From-Nowhere.yaml"))
            .findFirst()
            .orElseThrow();
    assertThat(outlet.path("kind").asText()).isEqualTo("device_type");
    assertThat(outlet.path("outcome").asText()).isEqualTo("invalid");
    assertThat(outlet.path("components").path("power_outlets").asInt()).isEqualTo(1);
    JsonNode problem = outlet.path("problems").path(0);
    assertThat(problem.path("pointer").asText()).isEqualTo("/power-outlets/0/power_port");
    assertThat(problem.path("rule").asText()).isEqualTo("outlet-power-port");
    assertThat(problem.path("severity").asText()).isEqualTo("error");
    assertThat(definitions(process, "?kind=module_type").findValuesAsText("path"))
        .containsExactly("module-types/Acme/Good-Card.yaml");
  }

  @Test
  void refusesQueriesThatMeanNothing() {
    UUID process = run(Map.of("selected_vendors", List.of("acme")));
    awaitStatus(process, "completed");
    String definitions = "/api/v1/processes/" + process + "/definitions";

    assertThat(admin().get(definitions + "?outcome=fine").status()).isEqualTo(400);
    assertThat(admin().get(definitions + "?kind=rack").status()).isEqualTo(400);
    assertThat(admin().get("/api/v1/processes/" + UUID.randomUUID() + "/definitions").status())
        .isEqualTo(404);
  }

  @Test
  void keepsDecimalsAsWritten() throws Exception {
    library.with(
        "device-types/Acme/Heavy.yaml",
        """
        manufacturer: Acme
        model: Heavy
        slug: acme-heavy
        u_height: 1
        is_full_depth: true
        weight: 12.10
        weight_unit: kg
        """);
    library.commit("heavy");
    UUID process = run(Map.of("selected_vendors", List.of("Acme"), "device_type_filter", "Heavy"));
    awaitStatus(process, "completed");

    assertThat(
            jdbc.sql(
                    "select content ->> 'weight' from caravan.import_definitions where process_id = ?")
                .param(process)
                .query(String.class)
                .list())
        .containsExactly("12.10");
  }

  @Test
  void anUnknownVendorEndsTheProcessNamingTheNearest() {
    UUID process = run(Map.of("selected_vendors", List.of("Acmee")));

    JsonNode failed = awaitStatus(process, "failed");

    assertThat(failed.path("error").path("message").asText())
        .contains("\"Acmee\" is no vendor of this library; did you mean Acme");
    assertThat(failed.path("error").path("retryable").asBoolean()).isFalse();
  }

  @Test
  void readingAgainLeavesAloneWhatALaterStepHasTakenUp() {
    UUID process = run(Map.of("selected_vendors", List.of("acme")));
    awaitStatus(process, "completed");
    long read = store.count(process).read();

    assertThat(store.replace(process, List.of(), List.of())).isTrue();
    assertThat(store.count(process).read()).isZero();

    UUID another = run(Map.of("selected_vendors", List.of("acme")));
    awaitStatus(another, "completed");
    jdbc.sql(
            "update caravan.import_definitions set state = 'planned' where process_id = ? and path = ?")
        .params(another, BrokenLibrary.GOOD.get(0))
        .update();
    assertThat(store.replace(another, List.of(), List.of())).isFalse();
    assertThat(store.count(another).read()).isEqualTo(read);
  }

  private UUID run(Map<String, Object> form) {
    String name = "read-library-" + NUMBER.incrementAndGet();
    String source = "library_url,library_ref,commit";
    String content =
        "<startEvent id=\"start\"/>"
            + Bpmn.step("fetch", "git.fetch-library", "library", source)
            + Bpmn.step("list", "git.list-vendors", source + ",selected_vendors", "vendors")
            + Bpmn.step(
                "read",
                "git.read-definitions",
                source + ",vendors,device_type_filter",
                "definitions_read,definitions_valid,definitions_invalid,library_warnings")
            + "<endEvent id=\"end\"/>"
            + Bpmn.flow("start", "fetch")
            + Bpmn.flow("fetch", "list")
            + Bpmn.flow("list", "read")
            + Bpmn.flow("read", "end");
    repository
        .createDeployment()
        .addBytes(name + ".bpmn20.xml", Bpmn.process(name, content).getBytes(UTF_8))
        .addString("form.schema.json", "{\"type\": \"object\"}")
        .deploy();
    var data = json.createObjectNode();
    data.putObject("library").put("url", library.url()).put("ref", "master");
    form.forEach((key, value) -> data.set(key, json.valueToTree(value)));
    return processes.start(name, data, "tester", UUID.randomUUID().toString());
  }

  private JsonNode awaitStatus(UUID process, String status) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> process(process).path("status").asText().equals(status));
    return process(process);
  }

  private JsonNode process(UUID id) {
    return admin().get("/api/v1/processes/" + id).json();
  }

  private JsonNode definitions(UUID process, String query) {
    Answer answer = admin().get("/api/v1/processes/" + process + "/definitions" + query);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json().path("items");
  }

  private List<String> pathsOfPages(String first) {
    List<String> paths = new ArrayList<>();
    for (String page = first; page != null; ) {
      JsonNode body = admin().get(page).json();
      paths.addAll(body.path("items").findValuesAsText("path"));
      page = body.path("next").asText(null);
    }
    return paths;
  }
}
