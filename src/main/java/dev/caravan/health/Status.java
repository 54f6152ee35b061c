package dev.caravan.health;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How well something is. */
enum Status {
  UP,
  /** Works, but not all of it. */
  DEGRADED,
  DOWN,
  /** Not looked at, or not used yet. */
  UNKNOWN;

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
