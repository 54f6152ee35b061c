package dev.caravan.ansible;

import java.util.Locale;

/** How far a run of a playbook is. */
public enum RunState {
  ASKED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  TIMED_OUT,
  CANCELLED,
  /** It was interrupted, and a person decided that it is not run again. */
  GIVEN_UP;

  /** Whether nothing more will be printed. */
  public boolean ended() {
    return this != ASKED && this != RUNNING;
  }

  /** The word in answers and tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RunState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
