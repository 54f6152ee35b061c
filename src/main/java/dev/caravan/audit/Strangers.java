package dev.caravan.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Writes down what callers do that nobody knows: the first few calls of an address in a minute each
 * with an entry of its own, the rest summed in one, so that strangers cannot fill the table.
 */
@Component
class Strangers implements SchedulingConfigurer, DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Strangers.class);

  static final int SINGLE_OF_AN_ADDRESS = 10;
  static final int SINGLE_OF_ALL = 300;
  static final int MOST_ADDRESSES = 200;
  static final String SUMMED = "calls of an unknown caller";

  private static final String ELSEWHERE = "elsewhere";
  private static final Duration WRITTEN_EVERY = Duration.ofSeconds(10);

  private final AuditStore store;
  private final Clock clock;
  private final Map<String, Tally> tallies = new HashMap<>();
  private Instant minute = Instant.EPOCH;
  private int single;

  Strangers(AuditStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void append(NewEntry entry) {
    List<NewEntry> due = new ArrayList<>();
    synchronized (tallies) {
      due.addAll(past());
      Tally tally = tallyOf(Objects.requireNonNullElse(entry.remoteAddress(), ELSEWHERE));
      if (tally.calls < SINGLE_OF_AN_ADDRESS && single < SINGLE_OF_ALL) {
        single++;
        due.add(entry);
      } else {
        tally.sum(entry);
      }
      tally.calls++;
    }
    due.forEach(store::append);
  }

  /** The caller holds the lock. */
  private Tally tallyOf(String address) {
    String key =
        tallies.size() < MOST_ADDRESSES || tallies.containsKey(address) ? address : ELSEWHERE;
    return tallies.computeIfAbsent(key, Tally::new);
  }

  /** The sums of a minute that is over; the caller holds the lock. */
  private List<NewEntry> past() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    return now.equals(minute) ? List.of() : taken(now);
  }

  private List<NewEntry> taken(Instant now) {
    Instant since = minute;
    List<NewEntry> sums =
        tallies.values().stream()
            .filter(tally -> tally.summed > 0)
            .map(tally -> tally.entry(since))
            .toList();
    tallies.clear();
    single = 0;
    minute = now;
    return sums;
  }

  void writePast() {
    List<NewEntry> due;
    synchronized (tallies) {
      due = past();
    }
    write(due);
  }

  private void write(List<NewEntry> due) {
    try {
      due.forEach(store::append);
    } catch (DataAccessException | TransactionException e) {
      log.error("Not in the audit, because the database does not answer: {}", due);
    }
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    tasks.addFixedDelayTask(this::writePast, WRITTEN_EVERY);
  }

  @Override
  public void destroy() {
    List<NewEntry> due;
    synchronized (tallies) {
      due = taken(Instant.EPOCH);
    }
    write(due);
  }

  /** Calls of one address in one minute. */
  private static final class Tally {

    private final String address;
    private final Map<String, Integer> answers = new HashMap<>();
    private int calls;
    private int summed;

    Tally(String address) {
      this.address = address;
    }

    void sum(NewEntry entry) {
      summed++;
      answers.merge(
          String.valueOf(Objects.requireNonNullElse(entry.status(), "login")), 1, Integer::sum);
    }

    NewEntry entry(Instant since) {
      return new NewEntry(
          since,
          "anonymous",
          ActorKind.ANONYMOUS,
          SUMMED,
          null,
          null,
          Outcome.REFUSED,
          null,
          null,
          address,
          Map.of("calls", summed, "by_status", Map.copyOf(answers)));
    }
  }
}
