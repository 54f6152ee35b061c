package dev.caravan.sandbox.http;

/** What goes wrong. */
public enum Effect {
  /** The answer comes late. */
  DELAY,
  /** An answer with this status instead of the work. */
  STATUS,
  /** The work is done and the answer has this status all the same. */
  STATUS_AFTER,
  /** A list of more objects than this is 413. */
  LIMIT,
  /** The connection ends before anything is done. */
  DROP_BEFORE,
  /** The work is done and the answer lost. */
  DROP_AFTER;

  boolean works() {
    return this == DELAY || this == STATUS_AFTER || this == DROP_AFTER;
  }

  boolean drops() {
    return this == DROP_BEFORE || this == DROP_AFTER;
  }
}
