package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flowable.engine.HistoryService;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Steps at work while every connection of the node is in use, for longer than their lease. */
class ExhaustedPoolTest extends RunningBridge {

  private static final Duration LONG = Duration.ofMinutes(2);

  @Autowired DataSource pool;
  @Autowired JdbcConnectionDetails address;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired HistoryService history;
  @Autowired BridgeTestSteps steps;

  @Value("${spring.datasource.hikari.maximum-pool-size}")
  int connections;

  private JdbcClient jdbc;

  @BeforeEach
  void connect() {
    steps.seen.clear();
    jdbc =
        JdbcClient.create(
            new DriverManagerDataSource(
                address.getJdbcUrl(), address.getUsername(), address.getPassword()));
  }

  @Test
  void aStepKeepsItsLeaseAndRunsExactlyOnce() throws Exception {
    String process = start();
    await().atMost(LONG).until(() -> steps.seen.contains("slow " + process));

    List<Connection> taken = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        taken.add(pool.getConnection());
      }
      // The route takes three leases; what is written shows that they were extended meanwhile.
      await().atMost(LONG).until(() -> done(process) == 30);
      assertThat(stillHeld(process)).isTrue();
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }

    await().atMost(LONG).until(() -> ended(process));
    assertThat(steps.seen).containsExactly("slow " + process);
    assertThat(attempts(process)).containsExactly("1 completed");
  }

  private String start() {
    String works =
        "<startEvent id=\"start\"/><endEvent id=\"end\"/>"
            + Bpmn.step("step", "bridge.slow", "", "")
            + Bpmn.flow("start", "step")
            + Bpmn.flow("step", "end");
    byte[] xml = Bpmn.process("slow-without-pool", works).getBytes(StandardCharsets.UTF_8);
    repository.createDeployment().addBytes("slow-without-pool.bpmn20.xml", xml).deploy();
    return runtime.startProcessInstanceByKey("slow-without-pool", Map.of()).getId();
  }

  private int done(String process) {
    return jdbc.sql(
            "select coalesce(max(done), 0) from caravan.step_attempts where process_id = :id")
        .param("id", process)
        .query(Integer.class)
        .single();
  }

  private boolean stillHeld(String process) {
    return jdbc.sql(
            "select bool_and(lock_exp_time_ > now()) from act_ru_external_job where"
                + " process_instance_id_ = :id")
        .param("id", process)
        .query(Boolean.class)
        .single();
  }

  private boolean ended(String process) {
    return history
            .createHistoricProcessInstanceQuery()
            .processInstanceId(process)
            .finished()
            .count()
        == 1;
  }

  private List<String> attempts(String process) {
    return jdbc.sql(
            "select attempt || ' ' || outcome from caravan.step_attempts where process_id = :id"
                + " order by id")
        .param("id", process)
        .query(String.class)
        .list();
  }
}
