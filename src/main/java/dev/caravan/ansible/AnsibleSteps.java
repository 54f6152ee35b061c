package dev.caravan.ansible;

import dev.caravan.ansible.PlaybookAttempts.Begun;
import dev.caravan.failure.Failure;
import dev.caravan.worker.Node;
import dev.caravan.worker.Problem;
import dev.caravan.worker.Step;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** What the routes to Ansible ask of Java. */
@Component
public class AnsibleSteps {

  private static final long AWAY_PAUSE_MILLIS = 500;

  private final PlaybookRuns runs;
  private final PlaybookAttempts attempts;
  private final PlaybookExecution execution;
  private final PlaybookOutput output;
  private final AnsibleCommand command;
  private final AnsibleProperties settings;
  private final Node node;
  private final Clock clock;

  AnsibleSteps(
      PlaybookRuns runs,
      PlaybookAttempts attempts,
      PlaybookExecution execution,
      PlaybookOutput output,
      AnsibleCommand command,
      AnsibleProperties settings,
      Node node,
      Clock clock) {
    this.runs = runs;
    this.attempts = attempts;
    this.execution = execution;
    this.output = output;
    this.command = command;
    this.settings = settings;
    this.node = node;
    this.clock = clock;
  }

  /**
   * Runs the playbook, once: what an earlier attempt brought to an end is told again, and what one
   * left in the middle is run again only where that is allowed.
   */
  public Map<String, Object> run(Step step) throws InterruptedException {
    PlaybookRun run = runs.require(runOf(step));
    if (!run.state().ended()) {
      command.requireInstalled();
      Begun begun = attempts.begin(run, node.name());
      if (begun.refused()) {
        throw interrupted(run, step);
      }
      attempt(run, begun, step);
    }
    return told(runs.require(run.id()), step);
  }

  private void attempt(PlaybookRun run, Begun begun, Step step) throws InterruptedException {
    boolean ended = false;
    try {
      PlaybookExecution.Result result = execution.run(run, begun, step);
      write(
          step,
          () -> {
            if (attempts.isCurrent(begun.attempt())) {
              runs.end(run.id(), result.state(), result.exitCode(), result.recap());
              attempts.ended(begun.attempt(), result.exitCode());
            }
          });
      ended = true;
    } catch (Failure notStarted) {
      // There was no child yet, so that nothing was interrupted.
      attempts.forgive(run.id());
      throw notStarted;
    } finally {
      if (!ended) {
        interrupt(begun);
      }
    }
  }

  /** How it ended is written even if the database is away for a while: it cannot be found out. */
  private static void write(Step step, Runnable change) throws InterruptedException {
    while (true) {
      try {
        change.run();
        return;
      } catch (DataAccessException | TransactionException away) {
        step.requireHeld();
        TimeUnit.MILLISECONDS.sleep(AWAY_PAUSE_MILLIS);
      }
    }
  }

  private void interrupt(Begun begun) {
    try {
      attempts.interrupted(begun.attempt());
    } catch (DataAccessException | TransactionException away) {
      // An attempt that never ended says the same.
    }
  }

  private static Map<String, Object> told(PlaybookRun run, Step step) {
    if (run.state() == RunState.SUCCEEDED) {
      return Map.of();
    }
    throw new Problem("PlaybookFailed", run.reason(), Map.of("error", error(run, step)));
  }

  private static Map<String, Object> error(PlaybookRun run, Step step) {
    return Map.of(
        "type",
        run.state() == RunState.TIMED_OUT ? "PLAYBOOK_TIMED_OUT" : "PLAYBOOK_FAILED",
        "message",
        run.reason(),
        "failed_activity",
        step.topic(),
        "failed_hosts",
        run.hostsWith("failed"),
        "unreachable_hosts",
        run.hostsWith("unreachable"));
  }

  private static Problem interrupted(PlaybookRun run, Step step) {
    String message =
        "%s was interrupted, and does not say that it may be repeated: a person decides whether it is run again"
            .formatted(run.playbook());
    Map<String, Object> error =
        Map.of(
            "type",
            "PLAYBOOK_INTERRUPTED",
            "message",
            "%s was interrupted, and is not run again".formatted(run.playbook()),
            "failed_activity",
            step.topic());
    return new Problem("PlaybookInterrupted", message, Map.of("error", error));
  }

  /** A person has decided: what was interrupted is run again. */
  public Map<String, Object> allowAgain(Step step) {
    attempts.forgive(runOf(step));
    return Map.of();
  }

  /** Takes away the output that has been kept long enough; answers how many lines. */
  public int forgetOldOutput() {
    return output.forgetBefore(clock.instant().minus(settings.outputKept()));
  }

  private static UUID runOf(Step step) {
    return UUID.fromString(String.valueOf(step.inputs().get("run_id")));
  }
}
