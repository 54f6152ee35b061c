package dev.caravan.library;

import dev.caravan.failure.Failure;
import dev.caravan.git.FetchWatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The vendors of libraries: from the cache, else from the kept clone, fetched in the background.
 */
@Component
public final class Vendors implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Vendors.class);

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(10);

  private final LibraryClone clone;
  private final VendorCache cache;
  private final LibraryProperties properties;
  private final Clock clock;
  private final Set<LibrarySource> running = ConcurrentHashMap.newKeySet();
  private final Map<LibrarySource, Instant> tried = new ConcurrentHashMap<>();
  private final Map<LibrarySource, Instant> fetched = new ConcurrentHashMap<>();
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "library-refresh");
            thread.setDaemon(true);
            return thread;
          });

  Vendors(LibraryClone clone, VendorCache cache, LibraryProperties properties, Clock clock) {
    this.clock = clock;
    this.clone = clone;
    this.cache = cache;
    this.properties = properties;
  }

  /** The vendors of a library that was just fetched. */
  public VendorList of(LibrarySource source, LibrarySnapshot snapshot) {
    VendorList list = cache.at(source, snapshot.commit()).orElseGet(() -> VendorList.of(snapshot));
    cache.put(source, list);
    fetched.put(source, clock.instant());
    return list;
  }

  /** The vendors as of a fetch a short while ago, if there was one; asks nobody outside. */
  public Optional<VendorList> fresh(LibrarySource source) {
    Optional<VendorList> cached = cache.fresh(source);
    return cached.isPresent() || !within(properties.freshFor(), fetched.get(source))
        ? cached
        : kept(source);
  }

  /**
   * The vendors as last known; a list that is not fresh is renewed in the background, and so is one
   * that is not known at all.
   */
  public Optional<VendorList> known(LibrarySource source) {
    Optional<VendorList> fresh = fresh(source);
    if (fresh.isPresent()) {
      return fresh;
    }
    if (!within(BETWEEN_ATTEMPTS, tried.get(source))) {
      refresh(source);
    }
    return kept(source);
  }

  private boolean within(Duration time, @Nullable Instant last) {
    return last != null && last.plus(time).isAfter(clock.instant());
  }

  private Optional<VendorList> kept(LibrarySource source) {
    return clone.kept(source).map(snapshot -> listAndClose(source, snapshot));
  }

  private VendorList listAndClose(LibrarySource source, LibrarySnapshot snapshot) {
    try (snapshot) {
      return cache.at(source, snapshot.commit()).orElseGet(() -> VendorList.of(snapshot));
    }
  }

  private void refresh(LibrarySource source) {
    if (running.add(source)) {
      background.execute(() -> fetch(source));
    }
  }

  private void fetch(LibrarySource source) {
    tried.put(source, clock.instant());
    try (LibrarySnapshot snapshot = clone.fetch(source, FetchWatch.NONE)) {
      log.info("Library {} is here at commit {}", source.url(), snapshot.commit());
      of(source, snapshot);
    } catch (Failure e) {
      log.warn("{}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("The library {} could not be fetched", source.url(), e);
    } finally {
      running.remove(source);
    }
  }

  @EventListener(ApplicationReadyEvent.class)
  void warmUp() {
    if (properties.warmUp()) {
      refresh(properties.source());
    }
  }

  @Override
  public void destroy() {
    background.shutdownNow();
  }
}
