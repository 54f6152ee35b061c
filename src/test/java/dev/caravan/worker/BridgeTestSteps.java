package dev.caravan.worker;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.UncategorizedSQLException;

/** What the routes of the bridge's tests do, and what they saw. */
public class BridgeTestSteps {

  final Queue<String> seen = new ConcurrentLinkedQueue<>();
  final AtomicInteger ticks = new AtomicInteger();

  public Map<String, Object> add(Step step) {
    seen.add("add " + step.processId());
    return Map.of(
        "n", ((Number) step.inputs().getOrDefault("n", 0)).intValue() + 1, "undeclared", true);
  }

  public Map<String, Object> slow(Step step) throws InterruptedException {
    seen.add("slow " + step.processId());
    for (int i = 1; i <= 30; i++) {
      TimeUnit.MILLISECONDS.sleep(200);
      step.progress(i, 30, "pieces");
    }
    return Map.of();
  }

  public void tick(Step step) throws InterruptedException {
    ticks.incrementAndGet();
    TimeUnit.MILLISECONDS.sleep(20);
  }

  public Map<String, Object> pause(Step step) throws InterruptedException {
    seen.add("pause " + step.processId());
    TimeUnit.MILLISECONDS.sleep(500);
    return Map.of();
  }

  public Map<String, Object> item(Step step) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(100);
    seen.add("item " + step.processId());
    return Map.of();
  }

  public void away(Step step) {
    seen.add("away " + step.processId());
    throw RetryableFailure.integration("the other side is away");
  }

  public Map<String, Object> fail(Step step) {
    seen.add("fail " + step.processId());
    String how = (String) step.inputs().getOrDefault("how", "");
    switch (how) {
      case "retryable" -> throw RetryableFailure.integration("the other side is away");
      case "permanent" ->
          throw new PermanentFailure(FailureKind.VALIDATION, "no such thing", Map.of("thing", "x"));
      case "sql" ->
          throw new UncategorizedSQLException(
              "task", "insert into secrets", new SQLException("ERROR: secrets", "22021"));
      case "unstorable-result" -> {
        return Map.of("result", "a\u0000b");
      }
      case "unstorable-words" ->
          throw new PermanentFailure(
              FailureKind.INTEGRATION, "it said a\u0000b", Map.of("said", "a\u0000b"));
      case "problem" -> throw new Problem("QuotaExceeded", "no room", Map.of("free", 3));
      case "busy" -> {
        if (step.attempt() <= 5) {
          throw RetryableFailure.busy("somebody else is at it");
        }
        return Map.of("result", List.of("failures " + step.failures()));
      }
      case "once" -> {
        if (step.attempt() == 1) {
          throw RetryableFailure.integration("the first time never works");
        }
      }
      default -> {}
    }
    return Map.of("result", List.of("fine"));
  }
}
