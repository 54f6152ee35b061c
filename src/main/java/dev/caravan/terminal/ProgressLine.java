package dev.caravan.terminal;

import dev.caravan.fabric.FabricChanged;
import dev.caravan.workflow.ProcessBoard;
import dev.caravan.workflow.ProcessChanged;
import dev.caravan.workflow.ProcessStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** One line that says how far the processes at work are; what ended is said in lines that stay. */
@Component
@ConditionalOnBooleanProperty("caravan.terminal.progress")
class ProgressLine implements DisposableBean {

  private static final Duration PERSON = Duration.ofMillis(500);
  private static final Duration NOBODY = Duration.ofSeconds(3);
  private static final int DASHES = 30;

  private final Screen screen;
  private final ProcessBoard board;
  private final Set<UUID> atWork = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private String shown = "";

  ProgressLine(Screen screen, ProcessBoard board) {
    this.screen = screen;
    this.board = board;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    board.atWork().forEach(process -> atWork.add(process.id()));
    long pause = (screen.person() ? PERSON : NOBODY).toMillis();
    var unused = timer.scheduleWithFixedDelay(this::tick, pause, pause, TimeUnit.MILLISECONDS);
  }

  @Order(1)
  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
  void changed(ProcessChanged change) {
    if (change.routine()) {
      return;
    }
    if (change.status().ended() || change.status() == ProcessStatus.FAILED) {
      if (atWork.remove(change.processId())) {
        timer.execute(() -> tellEnd(change));
      }
    } else {
      atWork.add(change.processId());
    }
  }

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
  void changed(FabricChanged change) {
    String why = change.message() == null ? "" : ": " + change.message();
    afterwards(
        "fabric %s is %s, and was %s%s".formatted(change.name(), change.to(), change.from(), why));
  }

  /** Prints a text behind what is still to be said. */
  void afterwards(String text) {
    timer.execute(() -> screen.print(text));
  }

  private void tick() {
    if (atWork.isEmpty()) {
      return;
    }
    try {
      List<ProcessBoard.AtWork> processes = board.atWork();
      // Another node may have ended some.
      atWork.retainAll(processes.stream().map(ProcessBoard.AtWork::id).toList());
      Optional<String> line = processes.stream().map(ProgressLine::line).findFirst();
      line.filter(text -> !text.equals(shown)).ifPresent(this::show);
    } catch (DataAccessException away) {
      show("waiting for the database");
    }
  }

  private void show(String line) {
    shown = line;
    screen.show(line);
  }

  private static String line(ProcessBoard.AtWork process) {
    String bar = "";
    if (process.total() > 0) {
      int full = (int) (DASHES * process.done() / process.total());
      bar =
          String.format(
              Locale.ROOT,
              "  [%s%s] %,d of %,d %s",
              "=".repeat(full),
              " ".repeat(DASHES - full),
              process.done(),
              process.total(),
              process.unit());
    }
    return "%s: %s%s".formatted(process.workflow(), process.step(), bar);
  }

  private void tellEnd(ProcessChanged change) {
    screen.print(
        "%s %s  %s".formatted(change.workflow(), change.status().word(), change.processId()));
    board
        .result(change.processId())
        .ifPresent(result -> screen.print(Summary.of(result).indent(2).stripTrailing()));
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
