package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a definition.
 *
 * @param action null when nothing is to be written for it
 * @param outcome null while it is still to be written
 * @param typeId its type in NetBox; 0 when there is none yet
 * @param plan what an update changes
 */
record Decision(
    String path,
    @Nullable Action action,
    State state,
    @Nullable String outcome,
    long typeId,
    @Nullable JsonNode plan) {

  static Decision create(String path) {
    return new Decision(path, Action.CREATE, State.PLANNED, null, 0, null);
  }

  static Decision complete(String path, long typeId) {
    return new Decision(path, Action.COMPLETE, State.WRITING, null, typeId, null);
  }

  static Decision update(String path, long typeId, JsonNode plan) {
    State state = plan.path("properties").isEmpty() ? State.STANDING : State.PLANNED;
    return new Decision(path, Action.UPDATE, state, null, typeId, plan);
  }

  /** Nothing is to be written: {@code skipped} or {@code unchanged}. */
  static Decision leave(String path, long typeId, String outcome) {
    return new Decision(path, null, State.DONE, outcome, typeId, null);
  }
}
