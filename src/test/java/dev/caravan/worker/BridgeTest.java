package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flowable.engine.HistoryService;
import org.flowable.engine.ManagementService;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The bridge on a real PostgreSQL with a real engine and real routes. */
class BridgeTest extends RunningBridge {

  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired HistoryService history;
  @Autowired ManagementService management;
  @Autowired BridgeTestSteps steps;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void forget() {
    steps.seen.clear();
    steps.ticks.set(0);
  }

  @Test
  void carriesDeclaredInputsAndOutputs() {
    String content =
        "<startEvent id=\"start\"/>"
            + Bpmn.step("one", "bridge.add", "n", "n")
            + Bpmn.step("two", "bridge.add", "n", "n")
            + "<endEvent id=\"end\"/>"
            + Bpmn.flow("start", "one")
            + Bpmn.flow("one", "two")
            + Bpmn.flow("two", "end");

    String process = start("add-twice", content, Map.of("n", 40));

    awaitEnd(process);
    assertThat(variable(process, "n")).isEqualTo(42);
    assertThat(variable(process, "undeclared")).isNull();
    assertThat(attempts(process)).containsExactly("one 1 completed", "two 1 completed");
  }

  @Test
  void aStepOfThreeTimesItsLeaseRunsExactlyOnce() {
    String process = start("slow-step", single("bridge.slow", "", ""), Map.of());

    await().atMost(Duration.ofMinutes(2)).until(() -> done(process) >= 5);
    awaitEnd(process);
    assertThat(steps.seen).containsExactly("slow " + process);
    assertThat(attempts(process)).containsExactly("step 1 completed");
    assertThat(done(process)).isEqualTo(30);
  }

  @Test
  void aLostLeaseStopsTheRoute() {
    String process = start("endless-step", single("bridge.endless", "", ""), Map.of());
    await().until(() -> steps.ticks.get() > 3);

    runtime.deleteProcessInstance(process, "cancelled");

    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(attempts(process)).containsExactly("step 1 lost"));
    int ticks = steps.ticks.get();
    await().during(Duration.ofMillis(200)).until(() -> steps.ticks.get() == ticks);
  }

  @RepeatedTest(5)
  void fiftyParallelItemsJoinWithoutAStall() {
    String content =
        "<startEvent id=\"start\"/>"
            + Bpmn.step("item", "bridge.item", "", "")
                .replace(
                    "</serviceTask>",
                    "<multiInstanceLoopCharacteristics"
                        + " isSequential=\"false\"><loopCardinality>50</loopCardinality></multiInstanceLoopCharacteristics></serviceTask>")
            + Bpmn.step("after", "bridge.add", "n", "n")
            + "<endEvent id=\"end\"/>"
            + Bpmn.flow("start", "item")
            + Bpmn.flow("item", "after")
            + Bpmn.flow("after", "end");

    String process = start("fifty-items", content, Map.of("n", 1));

    // Two threads of the engine's own executor may meet at the join; the one that loses says so to
    // nobody and the other goes on.
    await().dontCatchUncaughtExceptions().atMost(Duration.ofMinutes(2)).until(() -> ended(process));
    assertThat(steps.seen.stream().filter(("item " + process)::equals)).hasSize(50);
    assertThat(variable(process, "n")).isEqualTo(2);
  }

  @Test
  void triesAgainWithTrueCountsAndGrowingPauses() {
    String process =
        start("fails-twice", single("bridge.fail", "how", "result"), Map.of("how", "retryable"));

    await().atMost(Duration.ofMinutes(2)).until(() -> deadLetters(process) == 1);
    assertThat(attempts(process))
        .containsExactly("step 1 retrying", "step 2 retrying", "step 3 permanently_failed");
    List<Double> pauses =
        jdbc.sql(
                """
                select extract(epoch from lag(retry_at) over (order by id) - lag(ended_at) over (order by id)) as pause
                from caravan.step_attempts where process_id = :id order by id
                """)
            .param("id", process)
            .query((row, number) -> row.getDouble("pause"))
            .list();
    assertThat(pauses.get(1)).isBetween(0.16, 1.0);
    assertThat(pauses.get(2)).isBetween(0.32, 1.5);
  }

  @Test
  void whoseTurnHasNotComeUsesUpNoAttempt() {
    String process =
        start("comes-later", single("bridge.fail", "how", "result"), Map.of("how", "busy"));

    awaitEnd(process);
    assertThat(attempts(process)).hasSize(6).endsWith("step 5 retrying", "step 6 completed");
    assertThat(String.valueOf(variable(process, "result"))).isEqualTo("[\"failures 0\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "sql, A text holds a character that cannot be stored",
    "unstorable-result, A text holds a character that cannot be stored",
    "unstorable-words, it said a\ufffdb",
  })
  void whatCanNeverBeStoredFailsAtOnceAndInPlainWords(String how, String message) {
    String process = start(how, single("bridge.fail", "how", "result"), Map.of("how", how));

    await().until(() -> deadLetters(process) == 1);
    assertThat(attempts(process)).containsExactly("step 1 permanently_failed");
    assertThat(
            jdbc.sql("select error_message from caravan.step_attempts where process_id = :id")
                .param("id", process)
                .query(String.class)
                .single())
        .startsWith(message)
        .doesNotContain("insert", "secrets", "SQL", "ERROR");
  }

  @Test
  void aDeadLetterComesBackWithOneCallAndEditedVariables() {
    String process =
        start("comes-back", single("bridge.fail", "how", "result"), Map.of("how", "permanent"));
    await().until(() -> deadLetters(process) == 1);
    assertThat(attempts(process)).containsExactly("step 1 permanently_failed");

    runtime.setVariable(process, "how", "fine");
    String job =
        management.createDeadLetterJobQuery().processInstanceId(process).singleResult().getId();
    management.moveDeadLetterJobToExecutableJob(job, 3);

    awaitEnd(process);
    assertThat(attempts(process)).containsExactly("step 1 permanently_failed", "step 2 completed");
    assertThat(String.valueOf(variable(process, "result"))).isEqualTo("[\"fine\"]");
  }

  @Test
  void aProblemTakesTheBranchOfTheModel() {
    String content =
        "<startEvent id=\"start\"/>"
            + Bpmn.step("step", "bridge.fail", "how", "")
            + "<boundaryEvent id=\"full\" attachedToRef=\"step\"><errorEventDefinition"
            + " errorRef=\"quota\"/></boundaryEvent>"
            + Bpmn.step("instead", "bridge.add", "n", "n")
            + "<endEvent id=\"end\"/><endEvent id=\"other\"/>"
            + Bpmn.flow("start", "step")
            + Bpmn.flow("step", "end")
            + Bpmn.flow("full", "instead")
            + Bpmn.flow("instead", "other");

    String process = start("quota-branch", content, Map.of("how", "problem", "n", 1));

    awaitEnd(process);
    assertThat(attempts(process)).containsExactly("step 1 problem", "instead 1 completed");
    assertThat(variable(process, "free")).isEqualTo(3);
  }

  @Test
  void aProblemWithoutAnAnswerIsADeadLetter() {
    String process = start("no-branch", single("bridge.fail", "how", ""), Map.of("how", "problem"));

    await().until(() -> deadLetters(process) == 1);
    assertThat(attempts(process)).containsExactly("step 1 permanently_failed");
  }

  @Test
  void aHundredProcessesAreDoneOnceEach() {
    String process = "many-" + "steps";
    String content =
        "<startEvent id=\"start\"/>"
            + Bpmn.step("one", "bridge.add", "n", "n")
            + Bpmn.step("two", "bridge.add", "n", "n")
            + Bpmn.step("three", "bridge.add", "n", "n")
            + "<endEvent id=\"end\"/>"
            + Bpmn.flow("start", "one")
            + Bpmn.flow("one", "two")
            + Bpmn.flow("two", "three")
            + Bpmn.flow("three", "end");
    deploy(process, content);

    List<String> ids =
        IntStream.range(0, 100)
            .mapToObj(i -> runtime.startProcessInstanceByKey(process, Map.of("n", 0)).getId())
            .toList();

    await().atMost(Duration.ofMinutes(2)).until(() -> ids.stream().allMatch(this::ended));
    assertThat(steps.seen).hasSize(300);
    assertThat(ids).allSatisfy(id -> assertThat(variable(id, "n")).isEqualTo(3));
  }

  private static String single(String topic, String in, String out) {
    return "<startEvent id=\"start\"/>"
        + Bpmn.step("step", topic, in, out)
        + "<endEvent id=\"end\"/>"
        + Bpmn.flow("start", "step")
        + Bpmn.flow("step", "end");
  }

  private String start(String name, String content, Map<String, Object> variables) {
    deploy(name, content);
    return runtime.startProcessInstanceByKey(name, variables).getId();
  }

  private void deploy(String name, String content) {
    byte[] xml = Bpmn.process(name, content).getBytes(StandardCharsets.UTF_8);
    repository.createDeployment().addBytes(name + ".bpmn20.xml", xml).deploy();
  }

  private void awaitEnd(String process) {
    await().atMost(Duration.ofMinutes(2)).until(() -> ended(process));
  }

  private boolean ended(String process) {
    return history
            .createHistoricProcessInstanceQuery()
            .processInstanceId(process)
            .finished()
            .count()
        == 1;
  }

  private long deadLetters(String process) {
    return management.createDeadLetterJobQuery().processInstanceId(process).count();
  }

  private @Nullable Object variable(String process, String name) {
    var variable =
        history
            .createHistoricVariableInstanceQuery()
            .processInstanceId(process)
            .variableName(name)
            .singleResult();
    return variable == null ? null : variable.getValue();
  }

  private List<String> attempts(String process) {
    return jdbc.sql(
            """
            select activity_id || ' ' || attempt || ' ' || outcome from caravan.step_attempts
            where process_id = :id order by id
            """)
        .param("id", process)
        .query(String.class)
        .list();
  }

  private long done(String process) {
    return jdbc.sql(
            "select coalesce(max(done), 0) from caravan.step_attempts where process_id = :id")
        .param("id", process)
        .query(Long.class)
        .single();
  }
}
