package dev.caravan.ansible;

import dev.caravan.failure.RetryableFailure;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams the output of runs while they print it. A few threads look for new lines for all streams
 * of this node; no stream holds a thread or a connection while there are none.
 */
@Component
public class OutputStreams implements SmartLifecycle {

  private static final int MOST = 200;
  private static final int THREADS = 4;
  private static final long PERIOD_MILLIS = 400;
  private static final Duration LONGEST = Duration.ofHours(1);

  private final PlaybookRuns runs;
  private final PlaybookOutput output;
  private final Set<OutputStreaming> open = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor threads;
  private volatile boolean running;

  OutputStreams(PlaybookRuns runs, PlaybookOutput output) {
    this.runs = runs;
    this.output = output;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ScheduledThreadPoolExecutor(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "output-stream-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.setRemoveOnCancelPolicy(true);
  }

  /**
   * A stream of a run's lines, from its beginning or after one that the caller has.
   *
   * @param after the id of the last line that the caller has, 0 for none
   */
  public SseEmitter open(UUID run, long after) {
    if (open.size() >= MOST) {
      throw RetryableFailure.resource(
          "Too many streams are open: close some, or ask for the output as text",
          Duration.ofSeconds(10));
    }
    SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
    OutputStreaming stream = new OutputStreaming(run, after, emitter, runs, output);
    open.add(stream);
    var beat =
        threads.scheduleWithFixedDelay(stream::push, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    Runnable close =
        () -> {
          open.remove(stream);
          beat.cancel(false);
        };
    emitter.onCompletion(close);
    emitter.onError(gone -> close.run());
    emitter.onTimeout(emitter::complete);
    return emitter;
  }

  @Override
  public void start() {
    running = true;
  }

  /** Before the web server waits for its open requests. */
  @Override
  public void stop() {
    running = false;
    open.forEach(OutputStreaming::close);
    threads.shutdown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
