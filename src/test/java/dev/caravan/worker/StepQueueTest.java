package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is known of a step when it is taken: here of a topic that no route serves. */
class StepQueueTest extends RunningBridge {

  @Autowired StepQueue queue;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired JdbcClient jdbc;

  @Test
  void whoeverTakesAProcessAfterASuddenDeathIsStillTheFirst() {
    String works =
        "<startEvent id=\"start\"/><endEvent id=\"end\"/>"
            + Bpmn.step("one", "bridge.nobody", "", "")
            + Bpmn.flow("start", "one")
            + Bpmn.flow("one", "end");
    byte[] xml = Bpmn.process("nobody-works", works).getBytes(StandardCharsets.UTF_8);
    repository.createDeployment().addBytes("nobody-works.bpmn20.xml", xml).deploy();
    String process = runtime.startProcessInstanceByKey("nobody-works").getId();

    assertThat(taken().first()).isTrue();
    AcquiredStep again = taken();
    assertThat(again.first()).isTrue();
    assertThat(again.crashes()).isEqualTo(1);
    queue.ended(again, "retrying");
    assertThat(taken().first()).as("an attempt that failed has said that it began").isFalse();

    runtime.deleteProcessInstance(process, "the test has ended");
  }

  /** The lease has run out by the next. */
  private AcquiredStep taken() {
    jdbc.sql(
            "update act_ru_external_job set lock_exp_time_ = null where handler_cfg_ = 'bridge.nobody'")
        .update();
    return queue.acquire("bridge.nobody", 1, Duration.ofSeconds(1), "test").get(0);
  }
}
