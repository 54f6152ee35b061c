package dev.caravan.deviceimport;

/** How a definition is brought into NetBox. */
enum Action {
  /** It becomes a type of its own. */
  CREATE,
  /** Its type stands half-made by an earlier import and gets the rest. */
  COMPLETE,
  /** Its type stands and is brought to the library's state. */
  UPDATE;

  /** Whether the type is this import's to take back when NetBox refuses a part of it. */
  boolean owned() {
    return this != UPDATE;
  }

  String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  static Action ofKey(String key) {
    return valueOf(key.toUpperCase(java.util.Locale.ROOT));
  }
}
