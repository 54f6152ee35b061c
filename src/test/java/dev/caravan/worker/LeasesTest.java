package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** What heartbeats do when asking for a connection ends as nothing ever should. */
class LeasesTest {

  private final Broken connections = new Broken();
  private final Leases leases = new Leases(new LeaseStore(JdbcClient.create(connections)));

  @AfterEach
  void stop() {
    leases.destroy();
  }

  @Test
  void heartbeatsGoOnWhateverIsThrown() {
    leases.keep(new RunningStep(RunningStepTest.taken(System.nanoTime() - 1), Duration.ofHours(1)));
    RunningStep due =
        new RunningStep(
            RunningStepTest.taken(System.nanoTime() - Duration.ofMinutes(30).toNanos()),
            Duration.ofHours(1));
    leases.keep(due);

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(connections.asked).hasValueGreaterThan(3));
    assertThat(due.held()).isTrue();
  }

  /** Throws an error that nobody expects, each time. */
  private static final class Broken extends AbstractDataSource {

    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public Connection getConnection() {
      asked.incrementAndGet();
      throw new NoClassDefFoundError("a class that went missing");
    }

    @Override
    public Connection getConnection(String username, String password) {
      return getConnection();
    }
  }
}
