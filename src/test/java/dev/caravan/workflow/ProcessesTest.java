package dev.caravan.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.failure.Failure;
import dev.caravan.failure.FailureKind;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.ReadRow;
import dev.caravan.worker.Bpmn;
import dev.caravan.worker.RunningBridge;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people see of processes, from their start to their end. */
class ProcessesTest extends RunningBridge {

  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired Processes processes;
  @Autowired ProcessReader reader;
  @Autowired DeadLetterStore deadLetters;
  @Autowired ObjectMapper json;
  @Autowired JdbcClient jdbc;
  @Autowired HistorySteps historySteps;
  @Autowired ProcessStore store;
  @Autowired Told told;

  @Test
  void showsACompletedProcessWithItsStateAndSteps() throws Exception {
    UUID id = start("shows-completed", step("bridge.add", "n", "n"), "{\"n\": 41}");

    ProcessView view = awaitStatus(id, "completed");

    assertThat(view.workflow()).isEqualTo("shows-completed");
    assertThat(view.createdBy()).isEqualTo("alice");
    assertThat(view.formData().get("n").intValue()).isEqualTo(41);
    assertThat(view.state()).containsEntry("n", 42);
    assertThat(view.startedAt()).isNotNull();
    assertThat(view.completedAt()).isNotNull();
    assertThat(reader.steps(id))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.status()).isEqualTo("completed");
              assertThat(step.topic()).isEqualTo("bridge.add");
              assertThat(step.attempts()).hasSize(1);
            });
  }

  @Test
  void aCompletedProcessNamesTheStepThatItDidLast() throws Exception {
    String content =
        "<startEvent id=\"start\"/>"
            + Bpmn.step("first", "bridge.add", "n", "n")
            + Bpmn.step("last", "bridge.add", "n", "n")
            + "<endEvent id=\"end\"/>"
            + Bpmn.flow("start", "first")
            + Bpmn.flow("first", "last")
            + Bpmn.flow("last", "end");
    UUID id = start("names-its-last", content, "{\"n\": 1}");

    awaitStatus(id, "completed");

    assertThat(reader.status(id).progress())
        .satisfies(
            progress -> {
              assertThat(progress.step()).isEqualTo("last");
              assertThat(progress.percent()).isEqualTo(100);
            });
  }

  @Test
  void tellsOfEachStatusOnce() throws Exception {
    UUID id = start("tells-status", step("bridge.slow", "", ""), "{}");

    awaitStatus(id, "completed");

    await()
        .untilAsserted(
            () ->
                assertThat(told(id))
                    .containsExactly(
                        ProcessStatus.CREATED, ProcessStatus.RUNNING, ProcessStatus.COMPLETED));
  }

  @Test
  void aWaitThatIsAskedAgainAndAgainIsToldOnce() throws Exception {
    UUID id =
        start(
            "waits-in-rounds",
            "<startEvent id=\"start\"/>"
                + Bpmn.step("step", "bridge.add", "n", "n")
                + "<exclusiveGateway id=\"gw\" default=\"gw-person\"/>"
                + "<intermediateCatchEvent id=\"wait\"><timerEventDefinition>"
                + "<timeDuration>PT0.1S</timeDuration></timerEventDefinition></intermediateCatchEvent>"
                + "<userTask id=\"person\" name=\"person\"/>"
                + "<endEvent id=\"end\"/>"
                + Bpmn.flow("start", "step")
                + Bpmn.flow("step", "gw")
                + Bpmn.flow("gw", "person")
                + Bpmn.flow("wait", "step")
                + Bpmn.flow("person", "end")
                + "<sequenceFlow id=\"gw-wait\" sourceRef=\"gw\" targetRef=\"wait\"><conditionExpression"
                + " xsi:type=\"tFormalExpression\">${n &lt; 4}</conditionExpression></sequenceFlow>",
            "{\"n\": 0}");

    await()
        .untilAsserted(
            () ->
                assertThat(
                        runtime
                            .createActivityInstanceQuery()
                            .processInstanceId(id.toString())
                            .activityId("person")
                            .count())
                    .isOne());

    // Three rounds of one wait, and then one for a person.
    assertThat(told(id))
        .containsExactly(
            ProcessStatus.CREATED,
            ProcessStatus.RUNNING,
            ProcessStatus.WAITING,
            ProcessStatus.WAITING);
    processes.cancel(id, "alice", "request-1");
  }

  @Test
  void showsProgressThatMovesWhileAStepWorks() throws Exception {
    UUID id = start("shows-progress", step("bridge.slow", "", ""), "{}");

    await()
        .untilAsserted(
            () -> {
              assertThat(reader.get(id).progress())
                  .isNotNull()
                  .satisfies(
                      progress -> {
                        assertThat(progress.done()).isPositive();
                        assertThat(progress.total()).isEqualTo(30);
                        assertThat(progress.unit()).isEqualTo("pieces");
                      });
            });
    assertThat(awaitStatus(id, "completed").progress())
        .satisfies(progress -> assertThat(progress.percent()).isEqualTo(100.0));
  }

  @Test
  void aFailedProcessSaysWhyAndIsResumedWithCorrectedVariables() throws Exception {
    UUID id = start("resumes", step("bridge.fail", "how", "result"), "{\"how\": \"permanent\"}");

    ProcessView failed = awaitStatus(id, "failed");
    assertThat(failed.error())
        .satisfies(
            error -> {
              assertThat(error.type()).isEqualTo("ValidationError");
              assertThat(error.message()).isEqualTo("no such thing");
              assertThat(error.failedStep()).isEqualTo("step");
              assertThat(error.retryable()).isFalse();
            });
    assertThat(deadLetters.list(PageRequest.first("/dead-letters")))
        .anySatisfy(letter -> assertThat(letter.processId()).isEqualTo(id));

    processes.resume(id, Map.of("how", TextNode.valueOf("fine")), "bob", "request-2");

    assertThat(awaitStatus(id, "completed").state()).containsKey("result");
    assertThat(told(id))
        .containsSequence(ProcessStatus.FAILED, ProcessStatus.RUNNING, ProcessStatus.COMPLETED);
  }

  @Test
  void aStepThatWillBeTriedAgainIsRetrying() throws Exception {
    UUID waits = start("waits-for-retry", step("bridge.away", "", ""), "{}");
    await()
        .untilAsserted(
            () ->
                assertThat(reader.steps(waits))
                    .singleElement()
                    .satisfies(step -> assertThat(step.status()).isEqualTo("retrying")));
    processes.cancel(waits, "alice", "request-1");

    UUID id = start("retries", step("bridge.fail", "how", "result"), "{\"how\": \"retryable\"}");
    assertThat(awaitStatus(id, "failed").error())
        .satisfies(error -> assertThat(error.retryable()).isTrue());
    assertThat(reader.steps(id).get(0).attempts()).hasSize(3);
  }

  @Test
  void aCancelledProcessIsCancelledOnceItsStepLetsGo() throws Exception {
    UUID id = start("cancels", step("bridge.endless", "", ""), "{}");
    awaitStatus(id, "running");

    processes.cancel(id, "alice", "request-1");
    ProcessView asked = reader.get(id);
    assertThat(asked.completedAt() != null).isEqualTo(asked.status().equals("cancelled"));
    processes.cancel(id, "alice", "request-1");

    ProcessView view = awaitStatus(id, "cancelled");
    assertThat(view.completedAt()).isNotNull();
    assertThat(told(id)).endsWith(ProcessStatus.CANCELLED);
    assertThat(reader.steps(id))
        .singleElement()
        .satisfies(step -> assertThat(step.status()).isEqualTo("cancelled"));
  }

  @Test
  void refusesToCancelOrResumeWhatHasCompleted() throws Exception {
    UUID id = start("refuses", step("bridge.add", "n", "n"), "{\"n\": 1}");
    awaitStatus(id, "completed");

    assertThatThrownBy(() -> processes.cancel(id, "alice", "request-1"))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT));
    assertThatThrownBy(() -> processes.resume(id, Map.of(), "alice", "request-1"))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT));
  }

  @Test
  void whatRunsOfARetiredWorkflowGoesOn() throws Exception {
    String content =
        "<startEvent id=\"start\"/><intermediateCatchEvent id=\"wait\""
            + " name=\"wait\"><messageEventDefinition"
            + " messageRef=\"go\"/></intermediateCatchEvent>"
            + Bpmn.step("step", "bridge.add", "n", "n")
            + "<endEvent id=\"end\"/>"
            + Bpmn.flow("start", "wait")
            + Bpmn.flow("wait", "step")
            + Bpmn.flow("step", "end");
    UUID id = start("is-retired", content, "{\"n\": 1}");
    awaitStatus(id, "waiting");

    repository.suspendProcessDefinitionById(
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("is-retired")
            .latestVersion()
            .singleResult()
            .getId());
    goOn(id);

    assertThat(awaitStatus(id, "completed").workflow()).isEqualTo("is-retired");
  }

  private void goOn(UUID id) {
    String execution =
        runtime
            .createExecutionQuery()
            .processInstanceId(id.toString())
            .messageEventSubscriptionName("go")
            .singleResult()
            .getId();
    runtime.messageEventReceived("go", execution);
  }

  @Test
  void aProcessAtAnOutsideEventIsWaiting() throws Exception {
    String content =
        "<startEvent id=\"start\"/><intermediateCatchEvent id=\"wait\""
            + " name=\"wait\"><messageEventDefinition"
            + " messageRef=\"go\"/></intermediateCatchEvent><endEvent id=\"end\"/>"
            + Bpmn.flow("start", "wait")
            + Bpmn.flow("wait", "end");
    UUID id = start("waits", content, "{}");

    awaitStatus(id, "waiting");

    goOn(id);
    awaitStatus(id, "completed");
  }

  @Test
  void pagesThroughProcessesTheNewestFirst() throws Exception {
    UUID first = start("pages", step("bridge.add", "n", "n"), "{\"n\": 1}");
    UUID second = start("pages", step("bridge.add", "n", "n"), "{\"n\": 2}");

    List<ProcessView> page =
        ReadRow.items(
            reader.list(new ProcessFilter("pages", null, null), PageRequest.first("/processes")));

    assertThat(page).extracting(ProcessView::id).containsExactly(second, first);
  }

  @Test
  void aProcessHasFailedAtAnEndThatSaysSo() throws Exception {
    UUID id =
        start(
            "ends-as-failed",
            step("bridge.add", "n", "n")
                .replace("<endEvent id=\"end\"/>", end("end", "caravan:outcome=\"failed\"")),
            "{\"n\": 1}");

    ProcessView view = awaitStatus(id, "failed");
    assertThat(view.completedAt()).isNotNull();
    assertThat(view.error())
        .satisfies(
            error -> {
              assertThat(error.type()).isEqualTo("ProcessFailed");
              assertThat(error.message()).isEqualTo("ends-as-failed ended at 'No good'");
              assertThat(error.failedStep()).isEqualTo("No good");
            });
    assertThat(reader.status(id).status()).isEqualTo("failed");
    assertThat(
            ReadRow.items(
                reader.list(new ProcessFilter(null, "failed", null), PageRequest.first("/p"))))
        .extracting(ProcessView::id)
        .contains(id);
    assertThat(told(id)).endsWith(ProcessStatus.FAILED);
    assertThatThrownBy(() -> processes.cancel(id, "alice", "request-1"))
        .hasMessageContaining("is failed and cannot be cancelled");
  }

  @Test
  void whatAnEndIsCalledMeansNothing() throws Exception {
    UUID id =
        start(
            "ends-well",
            "<startEvent id=\"start\"/>"
                + end("failed-by-name", "")
                + Bpmn.flow("start", "failed-by-name"),
            "{}");

    assertThat(awaitStatus(id, "completed").error()).isNull();
    assertThat(told(id)).endsWith(ProcessStatus.COMPLETED);
  }

  @Test
  void anErrorThatNothingCatchesFailsTheProcessAtOnce() throws Exception {
    UUID id =
        start(
            "throws-at-once",
            "<startEvent id=\"start\"/>" + throwing("bad") + Bpmn.flow("start", "bad"),
            "{}");

    assertQuotaExceeded(id);
  }

  @Test
  void anErrorThatNothingCatchesEndsOtherBranchesToo() throws Exception {
    UUID id =
        start(
            "throws-beside-others",
            "<startEvent id=\"start\"/><parallelGateway id=\"fork\"/>"
                + Bpmn.step("step", "bridge.add", "n", "n")
                + "<userTask id=\"person\" name=\"person\"/>"
                + "<endEvent id=\"end\"/>"
                + throwing("bad")
                + Bpmn.flow("start", "fork")
                + Bpmn.flow("fork", "step")
                + Bpmn.flow("fork", "person")
                + Bpmn.flow("person", "end")
                + Bpmn.flow("step", "bad"),
            "{\"n\": 1}");

    assertQuotaExceeded(id);
    assertThat(runtime.createExecutionQuery().processInstanceId(id.toString()).count()).isZero();
  }

  @Test
  void anErrorThatNothingCatchesInACalledProcessFailsTheCaller() throws Exception {
    deploy(
        "throws-when-called",
        "<startEvent id=\"start\"/>" + throwing("bad") + Bpmn.flow("start", "bad"));
    UUID id =
        start(
            "calls-what-throws",
            "<startEvent id=\"start\"/>"
                + "<callActivity id=\"call\" name=\"call\" calledElement=\"throws-when-called\"/>"
                + "<endEvent id=\"end\"/>"
                + Bpmn.flow("start", "call")
                + Bpmn.flow("call", "end"),
            "{}");

    assertQuotaExceeded(id);
  }

  @Test
  void aModelThatCannotBeginWithItsDataIsToldWithElementAndCause() throws Exception {
    assertRefused("{}", gateway("${nothere == 1}", "default=\"gw-end\""), "'gw'", "nothere");
    assertRefused("{\"x\": 2}", gateway("${x == 1}", ""), "'gw'", "No outgoing sequence flow");
    assertRefused("{\"x\": \"a\"}", gateway("${x > 1}", ""), "'gw'", "x > 1");
    String date = "<timerEventDefinition><timeDate>${at}</timeDate></timerEventDefinition>";
    assertRefused("{\"at\": \"tomorrow\"}", until(date), "'until'", "tomorrow");
    String wait = "<timerEventDefinition><timeDuration>${at}</timeDuration></timerEventDefinition>";
    assertRefused("{\"at\": \"5 minutes\"}", until(wait), "'until'", "5 minutes");
    assertRefused("{}", until(wait), "'until'", "at");
    assertRefused("{\"at\": \"5 minutes\"}", late(wait), "'person'", "5 minutes");
  }

  @ParameterizedTest
  @CsvSource({
    "timeDuration,'\"-PT5S\"',must be longer than nothing",
    "timeDuration,'\"PT0S\"',must be longer than nothing",
    "timeDuration,'\"P-1D\"',must be longer than nothing",
    "timeDuration,'\"5 minutes\"',must be an ISO-8601 duration",
    "timeDuration,'\"\"',at",
    "timeDuration,'\"R3/PT10S\"',must be an ISO-8601 duration",
    "timeDuration,'\"P999999999Y\"',at",
    "timeDuration,'\"2030-01-01T00:00:00Z\"',must be an ISO-8601 duration",
    "timeDuration,5,at",
    "timeDuration,null,at",
    "timeDuration,true,at",
    "timeDuration,'[\"PT1H\"]',at",
    "timeDate,'\"tomorrow\"',must be an ISO-8601 time with its offset",
    "timeDate,'\"2030-01-01\"',must be an ISO-8601 time with its offset",
    "timeDate,'\"2030-01-01T00:00:00\"',must be an ISO-8601 time with its offset",
    "timeDate,'\"2030-02-30T00:00:00Z\"',must be an ISO-8601 time with its offset",
    "timeDate,'\"2020-01-01T00:00:00Z\"',is over already",
    "timeDate,'\"+12345-01-01T00:00:00Z\"',year 10000",
    "timeDate,{},at",
    "timeDate,1800000000,at",
  })
  void aTimerThatCannotBeIsRefusedAtTheStart(String kind, String value, String words)
      throws Exception {
    String timer = "<timerEventDefinition><%s>${at}</%s></timerEventDefinition>";
    String form = "{\"at\": %s}".formatted(value);

    assertRefused(form, until(timer.formatted(kind, kind)), "'until'", words);
  }

  @ParameterizedTest
  @CsvSource({
    "timeDuration,P1M",
    "timeDuration,P1Y2M3DT4H",
    "timeDuration,P2W",
    "timeDuration,PT1H0.5S",
    "timeDate,2030-01-01T00:00:00+01:00",
    "timeDate,2030-03-31T02:30:00+01:00[Europe/Berlin]",
  })
  void aTimerOfAnyIsoFormWaits(String kind, String value) throws Exception {
    String timer = "<timerEventDefinition><%s>${at}</%s></timerEventDefinition>";

    UUID id =
        start(
            "can-wait",
            until(timer.formatted(kind, kind)),
            json.createObjectNode().put("at", value).toString());

    assertThat(awaitStatus(id, "waiting").completedAt()).isNull();
    processes.cancel(id, "alice", "request-1");
  }

  @Test
  void aTimerThatCannotBeBehindAStepFailsThatStepAndIsMendedByAResume() throws Exception {
    String wait = "<timerEventDefinition><timeDuration>${n}</timeDuration></timerEventDefinition>";
    UUID id =
        start(
            "waits-behind",
            "<startEvent id=\"start\"/>"
                + Bpmn.step("step", "bridge.echo", "n", "")
                + "<intermediateCatchEvent id=\"until\">"
                + wait
                + "</intermediateCatchEvent><endEvent id=\"end\"/>"
                + Bpmn.flow("start", "step")
                + Bpmn.flow("step", "until")
                + Bpmn.flow("until", "end"),
            "{\"n\": \"-PT1S\"}");

    assertThat(awaitStatus(id, "failed").error())
        .asString()
        .contains("The timer at 'until' cannot be: '-PT1S' must be longer than nothing");
  }

  @Test
  void aTimeThatCameWhileTheProcessWorkedIsNoFailure() throws Exception {
    String date = "<timerEventDefinition><timeDate>${n}</timeDate></timerEventDefinition>";
    UUID id =
        start(
            "is-late",
            "<startEvent id=\"start\"/>"
                + Bpmn.step("step", "bridge.echo", "n", "n")
                + "<intermediateCatchEvent id=\"until\">"
                + date
                + "</intermediateCatchEvent><endEvent id=\"end\"/>"
                + Bpmn.flow("start", "step")
                + Bpmn.flow("step", "until")
                + Bpmn.flow("until", "end"),
            "{\"n\": \"2020-01-01T00:00:00Z\"}");

    assertThat(awaitStatus(id, "completed").error()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[null]",
        "[null,1,null]",
        "[]",
        "{}",
        "{\"a\":null}",
        "[[],{},\"\"]",
        "\"2026-03-29T02:30:00+01:00[Europe/Berlin]\"",
        "\"2026-11-30\"",
        "1.5",
        "9223372036854775807",
        "9223372036854775808",
        "true",
        "\"\"",
        "\" \"",
        "\"${x}\"",
        "\"\uD83D\uDC2B\"",
      })
  void whatGoesThroughAStepComesOutAsItWas(String value) throws Exception {
    UUID id =
        start(
            "echoes",
            step("bridge.echo", "n", "n").replace("target=\"n\"/></ext", "target=\"m\"/></ext"),
            "{\"n\": " + value + "}");

    assertThat(awaitStatus(id, "completed").state())
        .hasEntrySatisfying("m", it -> assertThat(json.valueToTree(it).toString()).isEqualTo(value))
        .hasEntrySatisfying(
            "n", it -> assertThat(json.valueToTree(it).toString()).isEqualTo(value));
  }

  @Test
  void aModelThatGoesOnAndOnWithoutWaitingIsEnded() throws Exception {
    String loop =
        "<startEvent id=\"start\"/><exclusiveGateway id=\"again\"/>"
            + Bpmn.flow("start", "again")
            + Bpmn.flow("again", "once-more")
            + "<exclusiveGateway id=\"once-more\"/>"
            + Bpmn.flow("once-more", "again");
    assertRefused("{}", loop, "steps without waiting");
    String itself =
        "<startEvent id=\"start\"/><callActivity id=\"me\" calledElement=\"cannot-begin\"/>"
            + "<endEvent id=\"end\"/>"
            + Bpmn.flow("start", "me")
            + Bpmn.flow("me", "end");
    assertRefused("{}", itself, "steps without waiting");
    String many =
        "<startEvent id=\"start\"/><userTask id=\"person\"><multiInstanceLoopCharacteristics>"
            + "<loopCardinality>${n}</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
            + "<endEvent id=\"end\"/>"
            + Bpmn.flow("start", "person")
            + Bpmn.flow("person", "end");
    assertRefused("{\"n\": 1000000000}", many, "'person'", "1,000,000,000 times");
  }

  private void assertRefused(String form, String content, String... words) throws Exception {
    assertThatThrownBy(() -> start("cannot-begin", content, form))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.VALIDATION);
              assertThat(failure).hasMessageContainingAll(words);
            });
    assertThat(
            ReadRow.items(
                reader.list(
                    new ProcessFilter("cannot-begin", null, null), PageRequest.first("/p"))))
        .isEmpty();
  }

  private static String gateway(String condition, String attributes) {
    return "<startEvent id=\"start\"/><exclusiveGateway id=\"gw\" %s/>".formatted(attributes)
        + Bpmn.step("step", "bridge.add", "n", "n")
        + "<endEvent id=\"end\"/>"
        + Bpmn.flow("start", "gw")
        + "<sequenceFlow id=\"gw-step\" sourceRef=\"gw\" targetRef=\"step\"><conditionExpression"
        + " xsi:type=\"tFormalExpression\">"
        + condition.replace(">", "&gt;")
        + "</conditionExpression></sequenceFlow>"
        + (attributes.isEmpty()
            ? Bpmn.flow("gw", "end")
                .replace(
                    "/>",
                    "><conditionExpression xsi:type=\"tFormalExpression\">${x =="
                        + " 3}</conditionExpression></sequenceFlow>")
            : Bpmn.flow("gw", "end"))
        + Bpmn.flow("step", "end");
  }

  private static String until(String timer) {
    return "<startEvent id=\"start\"/><intermediateCatchEvent id=\"until\" name=\"until\">"
        + timer
        + "</intermediateCatchEvent><endEvent id=\"end\"/>"
        + Bpmn.flow("start", "until")
        + Bpmn.flow("until", "end");
  }

  private static String late(String timer) {
    return "<startEvent id=\"start\"/><userTask id=\"person\" name=\"person\"/>"
        + "<boundaryEvent id=\"late\" attachedToRef=\"person\">"
        + timer
        + "</boundaryEvent><endEvent id=\"end\"/>"
        + Bpmn.flow("start", "person")
        + Bpmn.flow("person", "end")
        + Bpmn.flow("late", "end");
  }

  @Test
  void aNullThatGoesInAndOutOfAStepStaysANull() throws Exception {
    UUID id =
        start(
            "echoes-null",
            "<startEvent id=\"start\"/>"
                + Bpmn.step("step", "bridge.echo", "n", "n")
                    .replace("target=\"n\"/></ext", "target=\"m\"/></ext")
                + "<exclusiveGateway id=\"gw\" default=\"gw-other\"/>"
                + "<endEvent id=\"end\"/><userTask id=\"other\"/>"
                + Bpmn.flow("start", "step")
                + Bpmn.flow("step", "gw")
                + "<sequenceFlow id=\"gw-end\" sourceRef=\"gw\""
                + " targetRef=\"end\"><conditionExpression xsi:type=\"tFormalExpression\">${m =="
                + " null}</conditionExpression></sequenceFlow>"
                + Bpmn.flow("gw", "other")
                + Bpmn.flow("other", "end"),
            "{\"n\": null}");

    assertThat(awaitStatus(id, "completed").state())
        .containsEntry("m", NullNode.getInstance())
        .containsEntry("n", NullNode.getInstance());
  }

  @Test
  void anOutputThatItsRouteDoesNotReturnFailsTheStep() throws Exception {
    UUID id =
        start(
            "lacks-an-output",
            step("bridge.echo", "n", "n")
                .replace(
                    "<flowable:externalWorkerOutParameter source=\"n\"",
                    "<flowable:externalWorkerOutParameter source=\"m\""),
            "{\"n\": 1}");

    assertThat(awaitStatus(id, "failed").error())
        .asString()
        .contains("bridge.echo returned no [m]", "step 'step'", "it returned [n]");
  }

  @Test
  void numbersKeepTheirValueHoweverLongTheyAre() throws Exception {
    for (String number :
        List.of(
            "9007199254740993",
            "-9223372036854775809",
            "1000000000000000000000000000000",
            "123456789012345678901234567890",
            "0.1",
            "0.12345678901234567890123")) {
      UUID id = start("echoes-numbers", step("bridge.echo", "n", "n"), "{\"n\": " + number + "}");

      assertThat(awaitStatus(id, "completed").state())
          .hasEntrySatisfying("n", value -> assertThat(value).hasToString(number));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "1000000000000000000000000000000",
        "0.12345678901234567890123",
        "12345678901234567890.5"
      })
  void numbersInsideOfDocumentsKeepTheirValueToo(String number) throws Exception {
    String document = "{\"deep\":[" + number + "]}";

    UUID id = start("echoes-documents", step("bridge.echo", "n", "n"), "{\"n\": " + document + "}");

    ProcessView view = awaitStatus(id, "completed");
    assertThat(view.state())
        .hasEntrySatisfying("n", value -> assertThat(value).hasToString(document));
    assertThat(view.formData().get("n")).hasToString(document);
  }

  @Test
  void theStatusSaysThatAStepIsRetriedWhyAndWhenNext() throws Exception {
    UUID id = start("says-retrying", step("bridge.away", "", ""), "{}");

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(reader.status(id).retrying())
                    .satisfies(
                        retrying -> {
                          assertThat(retrying.step()).isEqualTo("step");
                          assertThat(retrying.attempts()).isEqualTo(1);
                          assertThat(retrying.error().message())
                              .isEqualTo("the other side is away");
                          assertThat(retrying.nextAttemptAt()).isAfter(reader.get(id).createdAt());
                        }));
    assertThat(reader.status(id).error()).isNotNull();
    assertThat(reader.get(id).retrying())
        .satisfies(retrying -> assertThat(retrying.nextAttemptAt()).isNotNull());
    processes.cancel(id, "alice", "request-1");
    assertThat(awaitStatus(id, "cancelled").completedAt()).isNotNull();
  }

  @Test
  void listsShowWhatAProcessSaysOfItsResult() throws Exception {
    UUID id =
        start(
            "says-result", step("bridge.echo", "summary", "summary"), "{\"summary\": {\"n\": 1}}");
    awaitStatus(id, "completed");

    assertThat(
            ReadRow.items(
                reader.list(new ProcessFilter("says-result", null, null), PageRequest.first("/p"))))
        .singleElement()
        .satisfies(
            view -> {
              assertThat(view.summary()).hasToString("{\"n\":1}");
              assertThat(view.startedAt()).isAfterOrEqualTo(view.createdAt());
            });
  }

  @Test
  void aProcessIsForgottenWithAllThatIsKeptOfItOnceItsTimeIsOver() throws Exception {
    UUID old = start("is-forgotten", step("bridge.add", "n", "n"), "{\"n\": 1}");
    UUID young = start("is-forgotten", step("bridge.add", "n", "n"), "{\"n\": 1}");
    awaitStatus(old, "completed");
    awaitStatus(young, "completed");
    jdbc.sql("update act_hi_procinst set end_time_ = now() - interval '401 days' where id_ = :id")
        .param("id", old.toString())
        .update();

    assertThat(historySteps.forgetOld()).isEqualTo(1);

    assertThat(
            ReadRow.items(
                reader.list(
                    new ProcessFilter("is-forgotten", null, null), PageRequest.first("/p"))))
        .extracting(ProcessView::id)
        .containsExactly(young);
    for (String table :
        List.of(
            "act_hi_actinst where proc_inst_id_",
            "act_hi_varinst where proc_inst_id_",
            "caravan.step_attempts where process_id")) {
      assertThat(
              jdbc.sql("select count(*) from " + table + " = :id")
                  .param("id", old.toString())
                  .query(Long.class)
                  .single())
          .as(table)
          .isZero();
    }
  }

  @Test
  void whatAFormOrANameCallsSecretIsNotShown() throws Exception {
    repository
        .createDeployment()
        .addBytes(
            "has-secrets.bpmn20.xml",
            Bpmn.process("has-secrets", step("bridge.add", "n", "n"))
                .getBytes(StandardCharsets.UTF_8))
        .addString(
            FormSchema.FILE,
            """
            {"type": "object", "properties": {
              "n": {"type": "integer"}, "user": {"type": "string"},
              "door": {"type": "string", "format": "password"},
              "gate": {"type": "object", "properties": {"code": {"writeOnly": true}}}}}
            """)
        .deploy();
    JsonNode form =
        json.readTree(
            """
            {"n": 1, "user": "ada", "door": "hunter2-a", "gate": {"code": "hunter2-b"},
             "snmp_community": "hunter2-c", "mirror": "https://ada:hunter2-d@example.org/"}
            """);
    UUID id = processes.start("has-secrets", form, "alice", "request-1");

    ProcessView view = awaitStatus(id, "completed");

    assertThat(json.writeValueAsString(view)).doesNotContain("hunter2").contains("ada");
    assertThat(view.state()).containsEntry("n", 2);
    assertThat(view.formData().path("door").asText()).isEqualTo("(secret)");
    assertThat(
            json.writeValueAsString(
                reader.list(new ProcessFilter("has-secrets", null, null), PageRequest.first("/p"))))
        .doesNotContain("hunter2");
  }

  @Test
  void whatStillRunsStaysAndNoMoreGoesAtOnceThanABatch() throws Exception {
    UUID running = start("is-not-forgotten", step("bridge.endless", "", ""), "{}");
    awaitStatus(running, "running");
    List<UUID> old = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      old.add(start("is-forgotten-in-parts", step("bridge.add", "n", "n"), "{\"n\": 1}"));
      awaitStatus(old.get(i), "completed");
    }
    jdbc.sql(
            """
            update act_hi_procinst
            set start_time_ = now() - interval '402 days',
                end_time_ = case when end_time_ is null then null else now() - interval '401 days' end
            where id_ in (:ids)
            """)
        .param("ids", Stream.concat(old.stream(), Stream.of(running)).map(UUID::toString).toList())
        .update();

    assertThat(store.endedBefore(Duration.ofDays(400), 2)).hasSize(2).isSubsetOf(old);
    assertThat(store.endedBefore(Duration.ofDays(402), 2)).isEmpty();
    assertThat(historySteps.forgetOld()).isEqualTo(3);
    assertThat(reader.get(running).status()).isEqualTo("running");
    processes.cancel(running, "alice", "request-1");
  }

  private void assertQuotaExceeded(UUID id) {
    ProcessView view = awaitStatus(id, "failed");
    assertThat(view.completedAt()).isNotNull();
    assertThat(view.error())
        .satisfies(
            error -> {
              assertThat(error.type()).isEqualTo("QuotaExceeded");
              assertThat(error.message())
                  .isEqualTo("Error QuotaExceeded at 'bad' is caught by nothing");
              assertThat(error.failedStep()).isEqualTo("bad");
            });
    assertThat(told(id)).endsWith(ProcessStatus.FAILED);
  }

  private static String throwing(String id) {
    return "<endEvent id=\"%s\"><errorEventDefinition errorRef=\"quota\"/></endEvent>"
        .formatted(id);
  }

  private static String end(String id, String attributes) {
    return "<endEvent id=\"%s\" name=\"No good\" %s/>".formatted(id, attributes);
  }

  private UUID start(String name, String content, String form) throws Exception {
    deploy(name, content);
    JsonNode data = json.readTree(form);
    return processes.start(name, data, "alice", "request-1");
  }

  private void deploy(String name, String content) {
    byte[] xml = Bpmn.process(name, content).getBytes(StandardCharsets.UTF_8);
    repository
        .createDeployment()
        .addBytes(name + ".bpmn20.xml", xml)
        .addString(FormSchema.FILE, "{\"type\": \"object\"}")
        .deploy();
  }

  private static String step(String topic, String in, String out) {
    return "<startEvent id=\"start\"/>"
        + Bpmn.step("step", topic, in, out)
        + "<endEvent id=\"end\"/>"
        + Bpmn.flow("start", "step")
        + Bpmn.flow("step", "end");
  }

  private ProcessView awaitStatus(UUID id, String status) {
    await().untilAsserted(() -> assertThat(reader.get(id).status()).isEqualTo(status));
    return reader.get(id);
  }

  private List<ProcessStatus> told(UUID id) {
    return told.changes.stream()
        .filter(change -> change.processId().equals(id))
        .map(ProcessChanged::status)
        .toList();
  }
}
