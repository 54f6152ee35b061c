package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to go wrong with the next servers that are built, or deleted. */
final class BuildFaults {

  /**
   * One fault.
   *
   * @param effect {@code stuck}: it stays in BUILD, {@code error}: it ends in ERROR, or {@code
   *     delete_error}: its DELETE ends in ERROR and leaves it there
   * @param name a regular expression for the whole name of the server
   * @param skip how many such servers are built well first
   * @param times how many are hit then
   */
  record BuildFault(String effect, String name, int skip, int times, String message) {

    private static final Set<String> EFFECTS = Set.of("stuck", "error", DELETE_ERROR);

    static BuildFault of(JsonNode json) {
      String effect = json.path("effect").asText();
      if (!EFFECTS.contains(effect)) {
        throw new IllegalArgumentException("A build has no effect '" + effect + "'");
      }
      return new BuildFault(
          effect,
          json.path("name").asText(".*"),
          json.path("skip").asInt(0),
          json.path("times").asInt(1),
          json.path("message").asText("Build of instance %s aborted: by request of a test"));
    }

    boolean ofDelete() {
      return effect.equals(DELETE_ERROR);
    }

    boolean stuck() {
      return effect.equals("stuck");
    }

    BuildFault passed() {
      return skip > 0
          ? new BuildFault(effect, name, skip - 1, times, message)
          : new BuildFault(effect, name, 0, times - 1, message);
    }
  }

  private static final String DELETE_ERROR = "delete_error";

  private final List<BuildFault> faults = new ArrayList<>();

  void add(JsonNode json) {
    faults.add(BuildFault.of(json));
  }

  void clear() {
    faults.clear();
  }

  /** The first that concerns the build of this server counts down; it is here if it hits. */
  Optional<BuildFault> hitting(Server server) {
    return hitting(server, false);
  }

  /** The same of its DELETE. */
  Optional<BuildFault> hittingDelete(Server server) {
    return hitting(server, true);
  }

  private Optional<BuildFault> hitting(Server server, boolean delete) {
    for (int i = 0; i < faults.size(); i++) {
      BuildFault fault = faults.get(i);
      if (fault.ofDelete() == delete && server.name().matches(fault.name())) {
        BuildFault next = fault.passed();
        if (next.times() <= 0) {
          faults.remove(i);
        } else {
          faults.set(i, next);
        }
        return fault.skip() > 0 ? Optional.empty() : Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  ArrayNode asJson() {
    ArrayNode list = Json.array();
    faults.forEach(
        fault ->
            list.add(
                Json.object(
                    "effect", fault.effect(),
                    "name", fault.name(),
                    "skip", fault.skip(),
                    "times", fault.times())));
    return list;
  }
}
