package dev.caravan.fabric;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a sync may do about differences. */
enum Policy {
  /** Say them. */
  OBSERVE,
  /** Bring the cluster to what git says. */
  APPLY;

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
