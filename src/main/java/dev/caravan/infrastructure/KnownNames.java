package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * What clouds said lately of flavors, which hardly ever change: deployments that come close
 * together need not ask for the same again. What is not there is asked for each time, and so are
 * images, which come and go by the day.
 */
@Component
class KnownNames {

  private static final Duration KEPT = Duration.ofMinutes(1);

  private record Name(String cloud, String kind, String name) {}

  private record Said(ObjectNode content, Instant until) {}

  private final Map<Name, Said> known = new ConcurrentHashMap<>();
  private final Clock clock;

  KnownNames(Clock clock) {
    this.clock = clock;
  }

  Optional<ObjectNode> find(String cloud, String kind, String name) {
    return Optional.ofNullable(known.get(new Name(cloud, kind, name)))
        .filter(said -> said.until().isAfter(clock.instant()))
        .map(said -> said.content().deepCopy());
  }

  void learn(String cloud, String kind, String name, ObjectNode content) {
    known.values().removeIf(said -> said.until().isBefore(clock.instant()));
    known.put(
        new Name(cloud, kind, name), new Said(content.deepCopy(), clock.instant().plus(KEPT)));
  }
}
