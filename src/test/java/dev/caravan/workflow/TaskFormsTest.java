package dev.caravan.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import dev.caravan.worker.Bpmn;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.flowable.engine.RepositoryService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Tasks of workflows that are stored, though no start would take them today. */
class TaskFormsTest extends RunningCaravan {

  @Autowired RepositoryService repository;

  @Test
  void aTaskWhoseFormIsNotThereIsNotCompletedAndSaysWhatToDo() {
    String content =
        "<startEvent id=\"start\"/><userTask id=\"ask\" name=\"Ask\" flowable:formKey=\"decisoin\"/>"
            + "<endEvent id=\"end\"/>"
            + Bpmn.flow("start", "ask")
            + Bpmn.flow("ask", "end");
    byte[] xml = Bpmn.process("misspelt-form", content).getBytes(StandardCharsets.UTF_8);
    String form = "{\"type\": \"object\", \"$defs\": {\"decision\": {\"type\": \"object\"}}}";
    repository
        .createDeployment()
        .addBytes("misspelt-form.bpmn20.xml", xml)
        .addString("form.schema.json", form)
        .deploy();
    Answer started = as("operator").post("/api/v1/workflows/misspelt-form", Map.of());
    assertThat(started.status()).as(started.toString()).isEqualTo(202);
    String process = started.json().path("id").asText(started.json().path("process_id").asText());

    JsonNode task = as("viewer").get("/api/v1/tasks?process=" + process).json().at("/items/0");
    Answer completed =
        as("operator")
            .post(
                "/api/v1/tasks/" + task.path("id").asText() + "/complete",
                Map.of("variables", Map.of()));

    assertThat(completed.status()).as(completed.toString()).isEqualTo(409);
    assertThat(completed.json().path("error").asText()).isEqualTo("ConflictError");
    assertThat(completed.json().path("message").asText())
        .isEqualTo(task.path("form_problem").asText())
        .contains("task ask", "$defs/decisoin", "flowable:formKey", "cancel this process");
    as("operator").delete("/api/v1/processes/" + process);
  }
}
