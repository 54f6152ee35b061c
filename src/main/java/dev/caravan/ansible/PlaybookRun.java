package dev.caravan.ansible;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run of a playbook.
 *
 * @param subject what is configured
 * @param recap counts by host: ok, changed, unreachable, failed, skipped, rescued, ignored; null
 *     where Ansible did not come so far
 */
public record PlaybookRun(
    UUID id,
    UUID subject,
    String playbook,
    boolean repeatable,
    RunState state,
    @Nullable Integer exitCode,
    JsonNode recap,
    Instant askedAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {

  /** Why it did not succeed, in a sentence that names hosts but nothing that was printed. */
  public String reason() {
    return switch (state) {
      case SUCCEEDED -> "%s succeeded".formatted(playbook);
      case TIMED_OUT ->
          "%s was ended because it took longer than ANSIBLE_TIME_LIMIT allows".formatted(playbook);
      case CANCELLED -> "%s was cancelled".formatted(playbook);
      case GIVEN_UP -> "%s was interrupted, and is not run again".formatted(playbook);
      case FAILED -> failure();
      case ASKED, RUNNING -> "%s has not ended".formatted(playbook);
    };
  }

  private String failure() {
    List<String> facts = new ArrayList<>();
    for (String what : List.of("failed", "unreachable")) {
      List<String> hosts = hostsWith(what);
      if (!hosts.isEmpty()) {
        facts.add(what + " on " + String.join(", ", hosts));
      }
    }
    if (facts.isEmpty()) {
      facts.add(
          recap.isObject() && recap.isEmpty()
              ? "it found no host of its own in the inventory"
              : "it did not come to any host's end");
    }
    return "%s ended with exit code %s: %s; its output says why"
        .formatted(playbook, exitCode, String.join("; ", facts));
  }

  /** The hosts of the recap that count some of {@code failed} or {@code unreachable}. */
  public List<String> hostsWith(String what) {
    return recap.properties().stream()
        .filter(host -> host.getValue().path(what).asLong() > 0)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
