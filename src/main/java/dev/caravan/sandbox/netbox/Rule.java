package dev.caravan.sandbox.netbox;

import java.util.Optional;

/** A law of one kind of object that more than one field has a part in. */
@FunctionalInterface
interface Rule {

  /** The key of messages that belong to no single field. */
  String WHOLE = "__all__";

  /** What the law says against it, under the field that it blames. */
  record Breach(String field, String message) {}

  Optional<Breach> breach(Draft draft);

  static Optional<Breach> whole(String message) {
    return Optional.of(new Breach(WHOLE, message));
  }

  static Optional<Breach> field(String field, String message) {
    return Optional.of(new Breach(field, message));
  }
}
