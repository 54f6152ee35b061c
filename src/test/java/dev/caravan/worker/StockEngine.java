package dev.caravan.worker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.delegate.JavaDelegate;
import org.flowable.engine.interceptor.CreateExternalWorkerJobAfterContext;
import org.flowable.engine.interceptor.CreateExternalWorkerJobBeforeContext;
import org.flowable.engine.interceptor.CreateExternalWorkerJobInterceptor;
import org.flowable.job.api.AcquiredExternalWorkerJob;
import org.flowable.spring.SpringProcessEngineConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Flowable as it comes, on a second database of the same server: eight threads, woken after commit.
 */
final class StockEngine implements AutoCloseable {

  private static final int WORKERS = 8;
  private static final String TOPIC = "bench.stock";

  private static volatile BenchmarkMarks marks = new BenchmarkMarks();

  private final HikariDataSource dataSource;
  private final ProcessEngine engine;
  private final Semaphore signal = new Semaphore(0);
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
  private final LongAdder collisions = new LongAdder();
  private final LongAdder idle = new LongAdder();
  private volatile boolean running = true;

  private StockEngine(HikariDataSource dataSource) {
    this.dataSource = dataSource;
    this.engine = build(dataSource);
    engine.startExecutors();
    new JdbcTemplate(dataSource)
        .execute("create index bench_by_topic on act_ru_external_job (handler_cfg_, create_time_)");
    for (int i = 0; i < WORKERS; i++) {
      String name = "worker-" + i;
      workers.execute(() -> work(name));
    }
  }

  static StockEngine beside(
      DataSource caravan, JdbcConnectionDetails address, BenchmarkMarks benchmarkMarks) {
    marks = benchmarkMarks;
    new JdbcTemplate(caravan).execute("create database bench");
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.getJdbcUrl().replaceFirst("/[^/?]+\\?", "/bench?"));
    config.setUsername(address.getUsername());
    config.setPassword(address.getPassword());
    config.setMaximumPoolSize(24);
    return new StockEngine(new HikariDataSource(config));
  }

  ProcessEngine engine() {
    return engine;
  }

  private ProcessEngine build(DataSource database) {
    SpringProcessEngineConfiguration configuration = new SpringProcessEngineConfiguration();
    configuration.setEngineName("stock");
    configuration.setDataSource(database);
    configuration.setTransactionManager(new DataSourceTransactionManager(database));
    configuration.setDatabaseSchemaUpdate("true");
    configuration.setDisableEventRegistry(true);
    configuration.setDisableIdmEngine(true);
    configuration.setAsyncExecutorActivate(true);
    configuration.setAsyncExecutorDefaultAsyncJobAcquireWaitTime(1000);
    configuration.setCreateExternalWorkerJobInterceptor(new Wake());
    return configuration.buildProcessEngine();
  }

  void deploy() {
    deploy(
        "bench-delegate",
        "flowable:async=\"true\" flowable:exclusive=\"false\" flowable:class=\"%s\""
            .formatted(NoOp.class.getName()));
    deploy(
        "bench-stock",
        "flowable:type=\"external-worker\" flowable:topic=\"%s\" flowable:exclusive=\"false\""
            .formatted(TOPIC));
  }

  private void deploy(String name, String task) {
    StringBuilder content = new StringBuilder("<startEvent id=\"start\"/><endEvent id=\"end\"/>");
    String before = "start";
    for (String step : List.of("s1", "s2", "s3", "s4", "s5")) {
      content.append("<serviceTask id=\"%s\" %s/>".formatted(step, task));
      content.append(Bpmn.flow(before, step));
      before = step;
    }
    content.append(Bpmn.flow(before, "end"));
    byte[] xml = Bpmn.process(name, content.toString()).getBytes(StandardCharsets.UTF_8);
    engine.getRepositoryService().createDeployment().addBytes(name + ".bpmn20.xml", xml).deploy();
  }

  /** Acquire, work, complete, by the public API. */
  private void work(String worker) {
    while (running) {
      try {
        List<AcquiredExternalWorkerJob> jobs =
            engine
                .getManagementService()
                .createExternalWorkerJobAcquireBuilder()
                .topic(TOPIC, Duration.ofSeconds(60))
                .acquireAndLock(1, worker);
        for (AcquiredExternalWorkerJob job : jobs) {
          marks.mark(job.getProcessInstanceId());
          engine
              .getManagementService()
              .createExternalWorkerCompletionBuilder(job.getId(), worker)
              .complete();
        }
        if (jobs.isEmpty()) {
          pause();
        }
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException collided) {
        collisions.increment();
      }
    }
  }

  private void pause() throws InterruptedException {
    if (!signal.tryAcquire(1, TimeUnit.SECONDS)) {
      idle.increment();
    }
  }

  @Override
  public void close() {
    running = false;
    System.out.printf(
        "stock worker: %d acquisitions met another, %d seconds idle%n",
        collisions.sum(), idle.sum());
    workers.shutdownNow();
    engine.close();
    dataSource.close();
  }

  /** A delegate that only notes the time. */
  public static final class NoOp implements JavaDelegate {
    @Override
    public void execute(DelegateExecution execution) {
      marks.mark(execution.getProcessInstanceId());
    }
  }

  private final class Wake implements CreateExternalWorkerJobInterceptor {
    @Override
    public void beforeCreateExternalWorkerJob(CreateExternalWorkerJobBeforeContext context) {
      // Nothing to add.
    }

    @Override
    public void afterCreateExternalWorkerJob(CreateExternalWorkerJobAfterContext context) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              signal.release();
            }
          });
    }
  }
}
