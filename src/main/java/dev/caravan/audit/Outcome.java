package dev.caravan.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How something that was tried came out. */
enum Outcome {
  SUCCEEDED,
  /** The caller may not, or its request was not in order. */
  REFUSED,
  /** Caravan or an outside system could not. */
  FAILED;

  static Outcome of(int status) {
    if (status < 400) {
      return SUCCEEDED;
    }
    return status < 500 ? REFUSED : FAILED;
  }

  static Outcome of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  @JsonValue
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
