package dev.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a watch has told, and when; it is wanted until a test says otherwise. */
final class Sightings {

  final AtomicBoolean wanted = new AtomicBoolean(true);
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Map<String, Long> when = new ConcurrentHashMap<>();

  Watch watch(Cluster cluster, String resourceVersion) {
    return new Watch(cluster, KubernetesStory.VPCS, resourceVersion, this::take, wanted::get);
  }

  private void take(JsonNode event) {
    String words =
        (event.path("type").asText() + " " + event.at("/object/metadata/name").asText("")).strip();
    when.put(words, System.nanoTime());
    seen.add(words);
  }

  /** Such as {@code ADDED a}, in their order. */
  List<String> seen() {
    return new ArrayList<>(seen);
  }

  boolean sees(String words) {
    return seen.contains(words);
  }

  /** From then until this was seen. */
  Duration after(long nanos, String words) {
    return Duration.ofNanos(when.getOrDefault(words, Long.MAX_VALUE) - nanos);
  }
}
