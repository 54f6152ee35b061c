package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.Caravan;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import dev.caravan.worker.Bpmn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flowable.engine.HistoryService;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.RuntimeService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The routes to NetBox in the running application, against a NetBox that misbehaves on demand. */
@SpringBootTest(classes = Caravan.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ImportRoutesTest {

  private static final SandboxNetBox NETBOX = SandboxNetBox.start("4.7.3", 0);

  @DynamicPropertySource
  static void ownDataAndNetBox(DynamicPropertyRegistry properties) throws IOException {
    Path data = Files.createTempDirectory(Path.of("target"), "import-routes");
    properties.add("caravan.data-dir", data::toString);
    properties.add("caravan.netbox.url", NETBOX::url);
    properties.add("caravan.netbox.token", () -> SandboxNetBox.TOKEN_V2);
    properties.add("caravan.netbox.batch-size", () -> 20);
  }

  @AfterAll
  static void stop() {
    NETBOX.close();
  }

  private static final Map<String, String> OUTPUTS =
      Map.of("netbox.compare-definitions", "netbox_version", "netbox.summarise-import", "summary");

  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired HistoryService history;
  @Autowired JdbcClient jdbc;
  private final SandboxControl sandbox = new SandboxControl(NETBOX.url());

  @BeforeEach
  void anew() {
    sandbox.reset();
  }

  @Test
  void writesWhatTheWorkListSays() {
    UUID process = importing(Library.switches(12));

    awaitEnd(process);
    assertThat(outcomes(process)).isEqualTo(Map.of("created", 12L));
    assertThat(sandbox.count("dcim/device-types")).isEqualTo(12);
    assertThat(sandbox.count("dcim/interface-templates")).isEqualTo(12 * 24);
    assertThat(sandbox.count("dcim/power-outlet-templates")).isEqualTo(12 * 2);
    assertThat(summary(process).path("created").path("interfaces").asInt()).isEqualTo(12 * 24);
    assertThat(summary(process).path("requests").path("POST").asLong())
        .isEqualTo(sandbox.requests("POST"));
  }

  @Test
  void looksBeforeItSendsAgainWhatMayHaveBeenDone() {
    sandbox.fault("drop_after", "POST", "/api/dcim/device-types/", 0, 1);
    sandbox.fault("drop_after", "POST", "/api/dcim/interface-templates/", 1, 2);

    UUID process = importing(Library.switches(12));

    awaitEnd(process);
    assertThat(outcomes(process)).isEqualTo(Map.of("created", 12L));
    assertThat(sandbox.count("dcim/device-types")).isEqualTo(12);
    assertThat(sandbox.count("dcim/interface-templates")).isEqualTo(12 * 24);
    assertThat(problems(process)).isEmpty();
    assertThat(attempts(process)).containsOnly(1);
  }

  @Test
  void waitsAsLongAsNetBoxAsks() {
    sandbox.unavailable("POST", "/api/dcim/manufacturers/", 2, 1);

    UUID process = importing(Library.switches(1));

    awaitEnd(process);
    assertThat(outcomes(process)).isEqualTo(Map.of("created", 1L));
    assertThat(attempts(process)).containsOnly(1);
    assertThat(summary(process).path("requests").path("POST").asLong())
        .isEqualTo(sandbox.requests("POST"));
  }

  @Test
  void leavesANetBoxThatFailsAloneForAWhileAndGoesOn() {
    sandbox.fault("drop_before", "*", "/api/dcim/interface-templates/", 2, 16);

    UUID process = importing(Library.switches(12));

    awaitEnd(process);
    assertThat(outcomes(process)).isEqualTo(Map.of("created", 12L));
    assertThat(sandbox.count("dcim/interface-templates")).isEqualTo(12 * 24);
    assertThat(problems(process)).isEmpty();
  }

  private UUID importing(Map<String, JsonNode> definitions) {
    UUID process = UUID.randomUUID();
    definitions.forEach((path, content) -> Lab.define(jdbc, process, path, content));
    String[] topics = {
      "netbox.compare-definitions",
      "netbox.create-manufacturers",
      "netbox.create-types",
      "netbox.create-components",
      "netbox.verify-import",
      "netbox.summarise-import"
    };
    StringBuilder content = new StringBuilder("<startEvent id=\"start\"/><endEvent id=\"end\"/>");
    String before = "start";
    for (String topic : topics) {
      String id = topic.replace('.', '-');
      content.append(
          Bpmn.step(id, topic, "commit,existing,dry_run", OUTPUTS.getOrDefault(topic, "")));
      content.append(Bpmn.flow(before, id));
      before = id;
    }
    content.append(Bpmn.flow(before, "end"));
    repository
        .createDeployment()
        .name("write-only")
        .addString("write-only.bpmn20.xml", Bpmn.process("write-only", content.toString()))
        .enableDuplicateFiltering()
        .deploy();
    runtime
        .createProcessInstanceBuilder()
        .processDefinitionKey("write-only")
        .predefineProcessInstanceId(process.toString())
        .variables(Map.of("commit", "c0ffee", "existing", "skip", "dry_run", false))
        .start();
    return process;
  }

  private void awaitEnd(UUID process) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                history
                        .createHistoricProcessInstanceQuery()
                        .processInstanceId(process.toString())
                        .finished()
                        .count()
                    == 1);
  }

  private Map<String, Long> outcomes(UUID process) {
    return Lab.outcomes(jdbc, process);
  }

  private List<String> problems(UUID process) {
    return Lab.problems(jdbc, process);
  }

  /** How often each step was tried. */
  private List<Integer> attempts(UUID process) {
    return jdbc.sql("select attempt from caravan.step_attempts where process_id = ?")
        .param(process.toString())
        .query(Integer.class)
        .list();
  }

  private JsonNode summary(UUID process) {
    return LabDatabase.JSON.valueToTree(
        history
            .createHistoricVariableInstanceQuery()
            .processInstanceId(process.toString())
            .variableName("summary")
            .singleResult()
            .getValue());
  }
}
