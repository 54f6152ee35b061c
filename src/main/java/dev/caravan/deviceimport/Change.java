package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.NetBoxField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How an object of NetBox is brought to what the library says.
 *
 * <p>A field that the library says is set. A field that it doesn't say is taken away if an import
 * wrote what stands there, and left as it stands otherwise.
 */
final class Change {

  /** NetBox refuses the first of them without the second. */
  private static final Map<String, String> NEEDS =
      Map.of("weight", "weight_unit", "poe_type", "poe_mode");

  private final ObjectNode after = JsonNodeFactory.instance.objectNode();
  private final ObjectNode before = JsonNodeFactory.instance.objectNode();
  private final ObjectNode wrote = JsonNodeFactory.instance.objectNode();
  private final ObjectNode kept = JsonNodeFactory.instance.objectNode();
  private final Set<String> taken = new TreeSet<>();
  private final Map<String, String> names = new HashMap<>();

  /** Compares the fields that this NetBox has. */
  static Change between(List<NetBoxField> fields, JsonNode item, JsonNode row, Written written) {
    Change change = new Change();
    for (NetBoxField field : fields) {
      if (row.has(field.name())) {
        change.compare(
            field.name(),
            field.says(item) ? field.wanted(item) : null,
            field.absent(),
            field.held(row),
            written,
            field::same);
      }
    }
    NEEDS.forEach(change::together);
    return change;
  }

  /**
   * @param wanted what the library says; null where it says nothing
   * @param absent what an empty field holds
   */
  void compare(
      String field,
      @Nullable JsonNode wanted,
      JsonNode absent,
      JsonNode held,
      Written written,
      BiPredicate<JsonNode, JsonNode> same) {
    if (wanted != null) {
      if (!same.test(wanted, held)) {
        set(field, wanted, held, wanted);
      }
    } else if (!same.test(absent, held)) {
      JsonNode ours = written.field(field);
      if (ours.isMissingNode() || ours.isNull() || !same.test(ours, held)) {
        keep(field, held);
      } else {
        take(field, absent, held);
      }
    }
  }

  /** What is left needs what would be taken away with it. */
  private void together(String field, String other) {
    if (kept.has(field)) {
      leave(other);
    }
  }

  /** It is not taken away after all. */
  void leave(String field) {
    if (taken.remove(field)) {
      after.remove(field);
      wrote.remove(field);
      keep(field, before.remove(field));
    }
  }

  /**
   * @param ours the part of it that is the library's
   */
  void set(String field, JsonNode wanted, JsonNode held, JsonNode ours) {
    after.set(field, wanted);
    before.set(field, held);
    wrote.set(field, ours);
  }

  /** An import wrote it, and the library doesn't say it any more. */
  void take(String field, JsonNode absent, JsonNode held) {
    set(field, absent, held, NullNode.getInstance());
    taken.add(field);
  }

  /** Somebody else wrote it. */
  void keep(String field, JsonNode held) {
    kept.set(field, held);
  }

  /** What people call the object that a field holds the number of. */
  void name(String field, String name) {
    names.put(field, name);
  }

  /** What people read of a field as it is now. */
  String shown(String field) {
    JsonNode held = kept.has(field) ? kept.path(field) : before.path(field);
    String text = names.getOrDefault(field, held.asText());
    return held.isTextual() || names.containsKey(field) ? '"' + text + '"' : held.toString();
  }

  /** The fields to set. */
  ObjectNode after() {
    return after;
  }

  /** The same fields as they are now, in the shape that sets them back. */
  ObjectNode before() {
    return before;
  }

  /** What is the library's of the fields to set; null for what it doesn't say. */
  ObjectNode wrote() {
    return wrote;
  }

  /** What only NetBox says, and no import wrote. */
  ObjectNode kept() {
    return kept;
  }

  /** The fields of which the library says nothing any more. */
  Set<String> taken() {
    return taken;
  }

  boolean isEmpty() {
    return after.isEmpty();
  }
}
