package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An object that an import created or changed.
 *
 * @param kind plural, with underscores, such as {@code power_ports}
 * @param path the definition that asked for it; null for what several share
 * @param before the fields that were changed, as they were; null when it was created
 * @param stamp NetBox's time of creation, for types
 * @param complete false for a type whose components are not all there yet
 * @param certain whether it is known that an import made it, rather than thought
 * @param after what the changed fields were set to
 */
record JournalEntry(
    String kind,
    long netboxId,
    String name,
    @Nullable String path,
    @Nullable JsonNode before,
    @Nullable String stamp,
    boolean complete,
    boolean certain,
    @Nullable JsonNode after) {

  static JournalEntry created(String kind, long id, String name, @Nullable String path) {
    return new JournalEntry(kind, id, name, path, null, null, true, true, null);
  }

  static JournalEntry halfMade(
      String kind, long id, String name, String path, String stamp, boolean certain) {
    return new JournalEntry(kind, id, name, path, null, stamp, false, certain, null);
  }

  static JournalEntry updated(
      String kind, long id, String name, String path, JsonNode before, JsonNode after) {
    return new JournalEntry(kind, id, name, path, before, null, true, true, after);
  }

  /** The same object, made by us as far as anybody can tell. */
  JournalEntry uncertain() {
    return new JournalEntry(kind, netboxId, name, path, before, stamp, complete, false, after);
  }

  String action() {
    return before == null ? "created" : "updated";
  }
}
