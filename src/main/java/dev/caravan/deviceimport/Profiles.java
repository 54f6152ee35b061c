package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The profile of a module type and the attributes that it has by it, from NetBox 4.3. */
final class Profiles {

  private static final String PROFILE = "profile";
  private static final String ATTRIBUTES = "attributes";

  private Profiles() {}

  /** The fields of a module type to create; NetBox keeps attributes only under a profile. */
  static ObjectNode of(JsonNode content) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    String profile = content.path(PROFILE).asText("").strip();
    if (!profile.isEmpty()) {
      fields.putObject(PROFILE).put("name", profile);
      if (content.path(ATTRIBUTES).isObject()) {
        fields.set(ATTRIBUTES, content.path(ATTRIBUTES));
      }
    }
    return fields;
  }

  static void compare(JsonNode content, JsonNode row, Written written, Change change) {
    ObjectNode said = of(content);
    change.compare(
        PROFILE,
        said.get(PROFILE),
        NullNode.getInstance(),
        named(row.path(PROFILE)),
        written,
        (one, other) -> one.path("name").asText().equals(other.path("name").asText()));
    attributes(said.path(ATTRIBUTES), row.path(ATTRIBUTES), written, change);
  }

  private static JsonNode named(JsonNode profile) {
    return profile.isObject()
        ? JsonNodeFactory.instance.objectNode().put("name", profile.path("name").asText())
        : NullNode.getInstance();
  }

  /** Each attribute for itself: people may have added some of their own. */
  private static void attributes(JsonNode said, JsonNode held, Written written, Change change) {
    ObjectNode target = JsonNodeFactory.instance.objectNode();
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    held.properties()
        .forEach(
            each -> {
              JsonNode ours = written.field(ATTRIBUTES).path(each.getKey());
              if (!said.has(each.getKey()) && !same(ours, each.getValue())) {
                kept.set(each.getKey(), each.getValue());
              }
            });
    target.setAll(kept);
    said.properties().forEach(each -> target.set(each.getKey(), each.getValue()));
    if (!kept.isEmpty()) {
      change.keep(ATTRIBUTES, kept);
    }
    if (change.taken().contains(PROFILE) && !kept.isEmpty()) {
      change.leave(PROFILE);
    }
    if (!same(target, held.isObject() ? held : JsonNodeFactory.instance.objectNode())) {
      JsonNode before = held.isObject() ? held : NullNode.getInstance();
      if (said.isEmpty() && kept.isEmpty()) {
        change.take(ATTRIBUTES, target, before);
      } else {
        change.set(ATTRIBUTES, target, before, said.isObject() ? said : NullNode.getInstance());
      }
    }
  }

  /**
   * Whether a module type must give up its profile for a moment: NetBox adds the attributes that
   * are sent to those that stand, and drops them only where there is no profile.
   */
  static boolean startsAnew(JsonNode before, JsonNode after) {
    List<String> lost = new ArrayList<>();
    before.path(ATTRIBUTES).fieldNames().forEachRemaining(lost::add);
    after.path(ATTRIBUTES).fieldNames().forEachRemaining(lost::remove);
    return !after.path(ATTRIBUTES).isEmpty() && !lost.isEmpty();
  }

  /** A module type without profile and attributes. */
  static ObjectNode none() {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    return fields.putNull(PROFILE).putNull(ATTRIBUTES);
  }

  /** The changes of a module type that has given up its profile. */
  static ObjectNode anew(ObjectNode after, JsonNode content) {
    ObjectNode all = after.deepCopy();
    if (!all.has(PROFILE) && of(content).has(PROFILE)) {
      all.set(PROFILE, of(content).get(PROFILE));
    }
    return all;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one.equals(
        (a, b) ->
            a.isNumber() && b.isNumber() ? number(a).compareTo(number(b)) : a.equals(b) ? 0 : 1,
        other);
  }

  private static BigDecimal number(JsonNode node) {
    return node.decimalValue();
  }
}
