package dev.caravan.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.caravan.security.Caller;
import java.util.Locale;

/** What kind of actor did something. */
enum ActorKind {
  USER,
  API_KEY,
  /** Caravan itself: a step of a process, a schedule. */
  SYSTEM,
  /** Nobody who showed who they are. */
  ANONYMOUS;

  /** The kind by the name of the actor, as events give it. */
  static ActorKind ofName(String actor) {
    if (actor.equals("system")) {
      return SYSTEM;
    }
    return actor.startsWith("api-key:") ? API_KEY : USER;
  }

  static ActorKind of(Caller.Kind kind) {
    return kind == Caller.Kind.API_KEY ? API_KEY : USER;
  }

  static ActorKind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  @JsonValue
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
