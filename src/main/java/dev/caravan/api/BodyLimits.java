package dev.caravan.api;

import dev.caravan.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * What bodies may cost: their size, their time, and how many threads wait for them at the same
 * time. Callers that are not known have little of each, and take nothing from those that are.
 */
@Component
class BodyLimits {

  private final Share known;
  private final Share unknown;
  private final Duration time;

  BodyLimits(ApiSettings settings) {
    this.time = settings.bodyTime();
    this.known = new Share(settings.maxBodySize(), new Semaphore(settings.bodiesAtOnce()));
    this.unknown =
        new Share(settings.maxUnknownBodySize(), new Semaphore(settings.unknownBodiesAtOnce()));
  }

  /** What one kind of caller has: the largest body, and a place for each that is waited for. */
  record Share(DataSize most, Semaphore places) {}

  Share of(HttpServletRequest request) {
    return Caller.of(request).isPresent() ? known : unknown;
  }

  /** The largest body of any caller. */
  DataSize most() {
    return known.most();
  }

  /** The largest body that is read although nobody wants it, so that its connection can stay. */
  DataSize mostUnwanted() {
    return unknown.most();
  }

  /** How long a whole body may take. */
  Duration time() {
    return time;
  }
}
