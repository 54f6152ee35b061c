package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flowable.engine.HistoryService;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Workers in other languages, over HTTP, as the engine's own clients speak. */
class ExternalWorkersTest extends RunningCaravan {

  private static final String TOPIC = "labels.print";
  private static final String JOBS = "/external-job-api/acquire/jobs";

  @Autowired private RepositoryService repository;
  @Autowired private RuntimeService runtime;
  @Autowired private HistoryService history;
  @Autowired private JdbcClient jdbc;

  @BeforeEach
  void deploy() {
    if (repository.createProcessDefinitionQuery().processDefinitionKey("labels").count() == 0) {
      String steps =
          "<startEvent id=\"start\"/>"
              + Bpmn.step("print", TOPIC, "rack", "count")
              + "<endEvent id=\"end\"/>"
              + Bpmn.flow("start", "print")
              + Bpmn.flow("print", "end");
      repository
          .createDeployment()
          .addString("labels.bpmn20.xml", Bpmn.process("labels", steps))
          .deploy();
    }
  }

  @Test
  void aStepIsTakenAndCompleted() {
    String process = start();
    HttpCaller worker = worker(TOPIC);
    JsonNode job = take(worker, TOPIC);
    assertThat(job.get("lockOwner").asText()).isEqualTo("printer-1");
    assertThat(job.get("variables").toString()).contains("\"rack\"").contains("A7");

    Answer done =
        worker.post(
            JOBS + "/" + job.get("id").asText() + "/complete",
            Map.of(
                "workerId",
                "printer-1",
                "variables",
                List.of(Map.of("name", "count", "type", "integer", "value", 12))));
    assertThat(done.status()).as(done.toString()).isEqualTo(204);
    await()
        .until(
            () ->
                history
                        .createHistoricProcessInstanceQuery()
                        .processInstanceId(process)
                        .finished()
                        .count()
                    == 1);
    assertThat(
            history
                .createHistoricVariableInstanceQuery()
                .processInstanceId(process)
                .variableName("count")
                .singleResult()
                .getValue())
        .isEqualTo(12);
  }

  @Test
  void anErrorThatNothingCatchesEndsTheProcessAtOnceAndIsNamed() {
    String process = start();
    HttpCaller worker = worker(TOPIC);
    JsonNode job = take(worker, TOPIC);
    String error = JOBS + "/" + job.get("id").asText() + "/bpmnError";
    Map<String, Object> tooLong = Map.of("workerId", "printer-1", "errorCode", "X".repeat(5_000));
    assertThat(worker.post(error, tooLong).status()).isEqualTo(400);

    Answer ended = worker.post(error, Map.of("workerId", "printer-1", "errorCode", "PAPER_OUT"));
    assertThat(ended.status()).as(ended.toString()).isEqualTo(204);

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        jdbc.sql(
                                """
                                select f.error_type || ' ' || f.error_message
                                from caravan.process_failures f
                                join public.act_hi_procinst p on p.id_ = f.process_id::text
                                where f.process_id::text = :id and p.end_time_ is not null
                                """)
                            .param("id", process)
                            .query(String.class)
                            .optional())
                    .hasValue("PAPER_OUT Error PAPER_OUT at 'print' is caught by nothing"));
    assertThat(
            jdbc.sql("select count(*) from act_ru_deadletter_job where process_instance_id_ = :id")
                .param("id", process)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void aStepThatFailsIsThereToBeTakenAgain() {
    start();
    HttpCaller worker = worker(TOPIC);
    JsonNode job = take(worker, TOPIC);
    Answer failed =
        worker.post(
            JOBS + "/" + job.get("id").asText() + "/fail",
            Map.of("workerId", "printer-1", "errorMessage", "out of paper", "retries", 2));
    assertThat(failed.status()).as(failed.toString()).isEqualTo(204);
    JsonNode again = take(worker, TOPIC);
    assertThat(again.get("exceptionMessage").asText()).isEqualTo("out of paper");
    worker.post(
        JOBS + "/" + again.get("id").asText() + "/complete", Map.of("workerId", "printer-1"));
  }

  @Test
  void aKeyTakesStepsOfItsTopicsAlone() {
    start();
    HttpCaller other = worker("labels.other");
    assertThat(other.post(JOBS, asked(TOPIC)).status()).isEqualTo(403);
    JsonNode job = take(worker(TOPIC), TOPIC);
    String id = job.get("id").asText();
    for (String what : List.of("complete", "fail", "bpmnError")) {
      assertThat(other.post(JOBS + "/" + id + "/" + what, Map.of("workerId", "printer-1")).status())
          .as(what)
          .isEqualTo(403);
    }
    assertThat(other.get("/external-job-api/jobs/" + id).status()).isEqualTo(403);
    assertThat(other.get("/external-job-api/jobs").status()).isEqualTo(403);
    assertThat(
            other
                .post("/external-job-api/unacquire/jobs", Map.of("workerId", "printer-1"))
                .status())
        .isEqualTo(403);
    for (String role : List.of("viewer", "operator", "developer")) {
      assertThat(as(role).post(JOBS, asked(TOPIC)).status()).as(role).isEqualTo(403);
    }
    worker(TOPIC).post(JOBS + "/" + id + "/complete", Map.of("workerId", "printer-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"openstack.create-server", "netbox.create", "git.fetch-library"})
  void whatRoutesServeIsNotGivenToAnybodyElse(String guess) {
    String topic = served(guess);
    Answer asked = admin().post(JOBS, asked(topic));
    assertThat(asked.status()).as(topic + " " + asked).isEqualTo(403);
    assertThat(worker(topic).post(JOBS, asked(topic)).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"topic\":\"labels.print\",\"workerId\":\"p\"}",
        "{\"topic\":\"labels.print\",\"lockDuration\":\"ten\",\"workerId\":\"p\"}",
        "{\"topic\":\"labels.print\",\"lockDuration\":\"-PT1S\",\"workerId\":\"p\"}",
        "{\"topic\":\"labels.print\",\"lockDuration\":\"P900D\",\"workerId\":\"p\"}",
        "{\"topic\":\"labels.print\",\"lockDuration\":\"PT1M\",\"workerId\":\"p\",\"numberOfTasks\":1000000}",
        "{\"topic\":\"labels.print\",\"lockDuration\":\"PT1M\",\"workerId\":\"p\",\"numberOfTasks\":\"x\"}",
        "{\"topic\":\"labels.print\",\"lockDuration\":\"PT1M\",\"workerId\":\"p\\u0000\"}",
        "{\"topic\":\"labels.print\",\"lockDuration\":\"PT1M\",\"workerId\":\"p\"} x",
        "{\"lockDuration\":\"PT1M\",\"workerId\":\"p\"}",
        "[]",
        "{"
      })
  void aBadRequestIsAnsweredAsEverywhere(String body) {
    Answer answer = admin().post(JOBS, body);
    assertThat(answer.status()).as(answer.toString()).isIn(400, 422);
    assertThat(answer.json().path("message").asText()).isNotBlank();
    assertThat(answer.text())
        .doesNotContain("flowable")
        .doesNotContain("java.")
        .doesNotContain("jackson");
  }

  @Test
  void aJobThatIsNotThereIsAnsweredAsEverywhere() {
    Answer answer =
        admin().post(JOBS + "/" + UUID.randomUUID() + "/complete", Map.of("workerId", "p"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("error").asText()).isNotBlank();
    assertThat(answer.text()).doesNotContain("flowable");
  }

  private String served(String guess) {
    List<String> topics = new ArrayList<>();
    admin()
        .get("/api/v1/workers")
        .json()
        .get("topics")
        .forEach(t -> topics.add(t.get("topic").asText()));
    String family = guess.substring(0, guess.indexOf('.'));
    return topics.stream().filter(each -> each.startsWith(family)).findFirst().orElseThrow();
  }

  private String start() {
    return runtime.startProcessInstanceByKey("labels", Map.of("rack", "A7")).getId();
  }

  private static JsonNode take(HttpCaller worker, String topic) {
    Answer answer = worker.post(JOBS, asked(topic));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.json()).as(answer.toString()).isNotEmpty();
    return answer.json().get(0);
  }

  private static Map<String, Object> asked(String topic) {
    return Map.of(
        "topic", topic, "lockDuration", "PT1M", "numberOfTasks", 1, "workerId", "printer-1");
  }

  private HttpCaller worker(String topic) {
    Answer made =
        admin()
            .post(
                "/api/v1/api-keys",
                Map.of(
                    "name",
                    "worker " + UUID.randomUUID(),
                    "role",
                    "viewer",
                    "topics",
                    List.of(topic)));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return nobody().with("X-API-Key", made.json().get("key").asText());
  }
}
