package dev.caravan.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.DisposableBean;

/** Looks at every component, all at the same time; one that hangs keeps no other waiting. */
@org.springframework.stereotype.Component
class HealthChecks implements DisposableBean {

  private final List<ComponentCheck> checks;
  private final HealthBoard board;
  private final HealthSettings settings;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "health");
            thread.setDaemon(true);
            return thread;
          });

  HealthChecks(List<ComponentCheck> checks, HealthBoard board, HealthSettings settings) {
    this.checks = checks;
    this.board = board;
    this.settings = settings;
  }

  /** Looks at what is ours. */
  void look() {
    look(checks.stream().filter(check -> !check.outside()).toList());
  }

  /** Looks at everything, outside systems too. */
  void lookDeep() {
    look(checks);
  }

  private void look(List<ComponentCheck> wanted) {
    Map<ComponentCheck, Future<Finding>> looks = new LinkedHashMap<>();
    wanted.forEach(check -> looks.put(check, threads.submit(check::look)));
    looks.forEach((check, look) -> board.note(check.component(), await(look)));
  }

  private Finding await(Future<Finding> look) {
    try {
      return look.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      look.cancel(true);
      return Finding.down("did not answer within " + settings.patience().toSeconds() + " s");
    } catch (ExecutionException e) {
      return Finding.down(words(e.getCause() == null ? e : e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.unknown("the check was interrupted");
    }
  }

  /** The first line only: drivers add addresses and statements below. */
  private static String words(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message.lines().findFirst().orElse(failure.getClass().getSimpleName());
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
