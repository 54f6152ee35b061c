package dev.caravan.sandbox.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * What happened to an object.
 *
 * @param before none if it was made
 * @param after its last state with the revision of its end if it was deleted
 */
record Change(Type type, String resource, @Nullable Stored before, Stored after) {

  /** As a watch names it. */
  enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }
}
