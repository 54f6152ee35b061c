package dev.caravan.deviceimport;

import java.util.Locale;

/** How far a definition has come; a crash leaves each in a state from which it goes on. */
enum State {
  /** Nothing of it was sent yet. */
  PLANNED,
  /** Its type may be on its way: look before sending it again. */
  INTENDED,
  /** Its type stands under a known number; nothing of its components was sent yet. */
  STANDING,
  /** Its components may be on their way: look before sending them again. */
  WRITING,
  /** NetBox refused a part of it: it is being taken back. */
  REFUSING,
  /** Nothing is left to do. */
  DONE;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static State ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
