package dev.caravan.infrastructure;

import java.util.Locale;

/** How far a resource is, as far as we know. */
enum ResourceState {
  /** Wanted; nobody has asked the cloud for it. */
  PLANNED,
  /** The cloud is being asked, or was when we died: it may exist. */
  ASKED,
  /** The cloud has said its id. */
  PRESENT,
  /** To be taken away. */
  REMOVING,
  GONE;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ResourceState ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
