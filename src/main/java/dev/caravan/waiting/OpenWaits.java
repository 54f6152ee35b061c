package dev.caravan.waiting;

import dev.caravan.failure.RetryableFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * The reads of this node that wait. One thread asks for all of them together, so that none holds a
 * thread or a connection to the database.
 */
@Component
class OpenWaits implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(OpenWaits.class);
  private static final int MOST = 200;
  private static final long PERIOD_MILLIS = 200;
  private static final Duration LATER = Duration.ofSeconds(5);
  private static final String OVER = "over";

  private final Set<Wait> open = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor thread;
  private volatile boolean running;

  private record Wait(Unrest unrest, UUID id, DeferredResult<Object> over) {}

  OpenWaits() {
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "open-waits");
              made.setDaemon(true);
              return made;
            });
  }

  /** Has a result once the thing is at rest or the time is over, whichever comes first. */
  DeferredResult<Object> until(Unrest unrest, UUID id, Duration time) {
    if (open.size() >= MOST || !running) {
      throw RetryableFailure.resource(
          "Too many reads wait at this node: ask again without wait", LATER);
    }
    DeferredResult<Object> over = new DeferredResult<>(time.toMillis(), OVER);
    Wait wait = new Wait(unrest, id, over);
    over.onCompletion(() -> open.remove(wait));
    open.add(wait);
    return over;
  }

  private void look() {
    open.stream()
        .collect(Collectors.groupingBy(Wait::unrest))
        .forEach((unrest, waits) -> lookAt(unrest, waits));
  }

  private static void lookAt(Unrest unrest, List<Wait> waits) {
    try {
      Set<UUID> atWork = unrest.among(waits.stream().map(Wait::id).distinct().toList());
      end(waits.stream().filter(wait -> !atWork.contains(wait.id())).toList());
    } catch (DataAccessException | TransactionException e) {
      log.debug("Whether anything is at rest is not known: the database does not answer", e);
    }
  }

  private static void end(Collection<Wait> waits) {
    waits.forEach(wait -> wait.over().setResult(OVER));
  }

  @Override
  public void start() {
    running = true;
    var unused =
        thread.scheduleWithFixedDelay(
            this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Before the web server waits for its open requests. */
  @Override
  public void stop() {
    running = false;
    thread.shutdown();
    end(open);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
