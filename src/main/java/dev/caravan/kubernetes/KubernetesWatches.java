package dev.caravan.kubernetes;

import dev.caravan.kubernetes.WatchEnd.Ending;
import dev.caravan.worker.Routes;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Watches that run in the background, each in a thread of its own; none outlives the node. */
@Component
public class KubernetesWatches implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(KubernetesWatches.class);
  private static final int LAST_SECONDS = 2;

  private final Routes routes;
  private final Map<Watch, CompletableFuture<WatchEnd>> open = new ConcurrentHashMap<>();
  private volatile boolean running = true;

  KubernetesWatches(Routes routes) {
    this.routes = routes;
  }

  /**
   * Begins to watch and comes back at once.
   *
   * @return done when the watch has ended, however it did; it never fails
   */
  public CompletableFuture<WatchEnd> start(Watch watch) {
    CompletableFuture<WatchEnd> end = new CompletableFuture<>();
    if (open.putIfAbsent(watch, end) != null) {
      throw new IllegalStateException("%s is watched already".formatted(watch));
    }
    if (!running) {
      watch.stop();
    }
    Thread thread = new Thread(() -> run(watch, end), "watch-" + watch.cluster().name());
    thread.setDaemon(true);
    thread.start();
    return end;
  }

  /** Ends a watch within a second and for good; its {@code start} tells when. */
  public void stop(Watch watch) {
    watch.stop();
  }

  /** How many are under way. */
  public int open() {
    return open.size();
  }

  private void run(Watch watch, CompletableFuture<WatchEnd> end) {
    @Nullable WatchEnd how = null;
    try {
      how =
          running
              ? (WatchEnd) routes.request("direct:kubernetes.watch", watch)
              : new WatchEnd(Ending.ENDED, 0, "", watch.resourceVersion());
    } catch (RuntimeException refused) {
      log.warn("Watch {}: {}", watch, refused.getMessage());
      how = new WatchEnd(Ending.FAILED, 0, words(refused), watch.resourceVersion());
    } finally {
      open.remove(watch);
      end.complete(
          how == null
              ? new WatchEnd(Ending.FAILED, 0, "the route broke", watch.resourceVersion())
              : how);
    }
  }

  private static String words(RuntimeException refused) {
    String message = refused.getMessage();
    return message == null ? refused.getClass().getSimpleName() : message;
  }

  @Override
  public void start() {
    running = true;
  }

  /** Nothing is handed over after this. */
  @Override
  public void stop() {
    running = false;
    open.keySet().forEach(Watch::stop);
    try {
      CompletableFuture.allOf(open.values().toArray(CompletableFuture[]::new))
          .get(LAST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException late) {
      log.warn("{} watches are still open", open.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
