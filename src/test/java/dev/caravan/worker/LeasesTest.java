package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/** What heartbeats do when something ends as nothing ever should. */
class LeasesTest {

  private final LeaseConnections connections = new LeaseConnections(new Nowhere());
  private final Leases leases = new Leases(new LeaseStore(connections));
  private final AtomicInteger looks = new AtomicInteger();

  @AfterEach
  void stop() {
    leases.destroy();
    connections.destroy();
  }

  @Test
  void heartbeatsGoOnWhateverIsThrown() {
    leases.keep(
        new RunningStep(RunningStepTest.taken(System.nanoTime()), Duration.ofHours(1), this::look));

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(looks).hasValueGreaterThan(3));
  }

  @Test
  void aStepIsLostByItselfWhereTheDatabaseIsAway() {
    RunningStep step =
        new RunningStep(RunningStepTest.taken(System.nanoTime()), Duration.ofMillis(500));
    leases.keep(step);

    await().atMost(Duration.ofMinutes(1)).until(() -> !step.held());
  }

  private long look() {
    looks.incrementAndGet();
    throw new NoClassDefFoundError("a class that went missing");
  }

  /** Where no database is. */
  private static final class Nowhere implements JdbcConnectionDetails {

    @Override
    public String getJdbcUrl() {
      return "jdbc:postgresql://127.0.0.1:1/nowhere";
    }

    @Override
    public String getUsername() {
      return "nobody";
    }

    @Override
    public String getPassword() {
      return "";
    }
  }
}
