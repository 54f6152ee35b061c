package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.storage.Rows;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.RuntimeService;
import org.flowable.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.flowable.job.service.impl.asyncexecutor.AbstractAsyncExecutor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A lock that is extended while others look for locks that ran out. */
class LockResetTest extends RunningBridge {

  @Autowired StepQueue queue;
  @Autowired DatabaseClock clock;
  @Autowired ProcessEngine engine;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired JdbcClient jdbc;
  @Autowired JdbcConnectionDetails address;

  @Test
  void aLockThatIsBeingExtendedStaysWithItsOwner() throws Exception {
    String process = started("lock-extended", "bridge.unserved");
    set(process, "lock_owner_ = 'somebody', lock_exp_time_ = now() - interval '1 second'");
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      set(process, "lock_owner_ = 'somebody', lock_exp_time_ = now() - interval '1 second'");
      statement.executeUpdate(
          "update act_ru_external_job set lock_owner_ = 'somebody', lock_exp_time_ = now() +"
              + " interval '1 hour'"
              + " where process_instance_id_ = '%s'".formatted(process));

      CompletableFuture<Void> resetting = CompletableFuture.runAsync(this::resetAsTheEngineDoes);
      queue.freeExpired();
      other.commit();
      resetting.get(2, TimeUnit.MINUTES);
    }

    assertThat(owner(process)).isEqualTo("somebody");
    runtime.deleteProcessInstance(process, "the test has ended");
  }

  @Test
  void aLockThatRanOutIsTakenAway() {
    String process = started("lock-over", "bridge.unserved");
    set(process, "lock_owner_ = 'somebody', lock_exp_time_ = now() - interval '1 second'");

    queue.freeExpired();

    assertThat(owner(process)).isEqualTo("nobody");
    runtime.deleteProcessInstance(process, "the test has ended");
  }

  @Test
  void theEngineGoesByTheClockOfTheDatabase() {
    Instant database =
        jdbc.sql("select clock_timestamp() as at")
            .query((row, number) -> Rows.time(row, "at"))
            .single();

    assertThat(engine.getProcessEngineConfiguration().getClock()).isSameAs(clock);
    assertThat(Duration.between(database, clock.now()).abs()).isLessThan(Duration.ofMinutes(1));
  }

  private void resetAsTheEngineDoes() {
    ((AbstractAsyncExecutor)
            ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                .getAsyncExecutor())
        .getResetExpiredJobsRunnable()
        .resetJobs();
  }

  private String started(String name, String topic) {
    String works =
        "<startEvent id=\"start\"/><endEvent id=\"end\"/>"
            + Bpmn.step("one", topic, "", "")
            + Bpmn.flow("start", "one")
            + Bpmn.flow("one", "end");
    byte[] xml = Bpmn.process(name, works).getBytes(StandardCharsets.UTF_8);
    repository.createDeployment().addBytes(name + ".bpmn20.xml", xml).deploy();
    return runtime.startProcessInstanceByKey(name).getId();
  }

  private void set(String process, String values) {
    jdbc.sql("update act_ru_external_job set " + values + " where process_instance_id_ = :id")
        .param("id", process)
        .update();
  }

  private String owner(String process) {
    return jdbc.sql(
            "select coalesce(lock_owner_, 'nobody') from act_ru_external_job where"
                + " process_instance_id_ = :id")
        .param("id", process)
        .query(String.class)
        .single();
  }

  private Connection connect() throws Exception {
    return new DriverManagerDataSource(
            address.getJdbcUrl(), address.getUsername(), address.getPassword())
        .getConnection();
  }
}
