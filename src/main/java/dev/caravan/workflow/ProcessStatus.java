package dev.caravan.workflow;

import java.util.Locale;

/** Where a process stands. */
public enum ProcessStatus {
  /** Started, no step at work yet. */
  CREATED,
  RUNNING,
  /** Stands at a person's task or an outside event. */
  WAITING,
  COMPLETED,
  /** A step is permanently failed and can be resumed, or the process ended as failed. */
  FAILED,
  CANCELLED;

  /** Whether nothing more will happen. */
  public boolean ended() {
    return this == COMPLETED || this == CANCELLED;
  }

  /** The word in answers, tables and events. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ProcessStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
