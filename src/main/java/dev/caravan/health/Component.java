package dev.caravan.health;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What Caravan stands on. */
enum Component {
  DATABASE,
  REDIS,
  NETBOX,
  GIT,
  WORKERS,
  FABRICS,
  DISK,
  CIRCUIT_BREAKERS;

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing can be said of the whole before this has been looked at. */
  boolean isEssential() {
    return this == DATABASE || this == DISK;
  }

  /** Without the database nothing works; without any other one, something still does. */
  Status effectOf(Status own) {
    return switch (own) {
      case UP, UNKNOWN -> Status.UP;
      case DEGRADED -> Status.DEGRADED;
      case DOWN -> this == DATABASE ? Status.DOWN : Status.DEGRADED;
    };
  }
}
