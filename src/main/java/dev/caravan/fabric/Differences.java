package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.JsonPointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields in which an object in the cluster is not as it is declared. Only what is
 * declared counts, or was: a cluster fills in the rest by itself.
 */
final class Differences {

  private static final Set<String> IDENTITY = Set.of("apiVersion", "kind", "status");
  private static final Set<String> DECLARABLE = Set.of("labels", "annotations");

  private final JsonNode managedFields;
  private final JsonNode normalised;
  private final boolean selfHeal;
  private final List<Difference> found = new ArrayList<>();

  private Differences(JsonNode managedFields, JsonNode normalised, boolean selfHeal) {
    this.managedFields = managedFields;
    this.normalised = normalised;
    this.selfHeal = selfHeal;
  }

  /**
   * All differences, in the order of the declaration.
   *
   * @param desired what git declares
   * @param base what both agreed on last; null where they never did
   * @param actual what the cluster has
   * @param normalised what is only the cluster's own way to keep what was declared
   * @param selfHeal whether a change in the cluster is to be undone
   */
  static List<Difference> of(
      JsonNode desired,
      @Nullable JsonNode base,
      JsonNode actual,
      JsonNode normalised,
      boolean selfHeal) {
    JsonNode old = base == null ? MissingNode.getInstance() : base;
    Differences differences =
        new Differences(actual.at("/metadata/managedFields"), normalised, selfHeal);
    desired
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              if (!IDENTITY.contains(name) && !name.equals("metadata")) {
                differences.compare(
                    "/" + name, field.getValue(), old.path(name), actual.path(name));
              }
            });
    for (String name : DECLARABLE) {
      String at = "/metadata/" + name;
      differences.compare(at, desired.at(at), old.at(at), actual.at(at));
    }
    for (Map.Entry<String, JsonNode> field : old.properties()) {
      String name = field.getKey();
      if (!IDENTITY.contains(name) && !name.equals("metadata") && !desired.has(name)) {
        differences.compare(
            "/" + name, MissingNode.getInstance(), field.getValue(), actual.path(name));
      }
    }
    return differences.found;
  }

  /** Whether all that is declared is so. */
  static boolean covers(JsonNode declared, JsonNode actual) {
    if (declared.isMissingNode() || declared.isNull()) {
      return true;
    }
    if (declared.isObject()) {
      return actual.isObject()
          ? declared.properties().stream()
              .allMatch(field -> covers(field.getValue(), actual.path(field.getKey())))
          : declared.isEmpty() && absent(actual);
    }
    if (declared.isArray()) {
      if (absent(actual)) {
        return declared.isEmpty();
      }
      if (!actual.isArray() || actual.size() != declared.size()) {
        return false;
      }
      for (int i = 0; i < declared.size(); i++) {
        if (!covers(declared.get(i), actual.get(i))) {
          return false;
        }
      }
      return true;
    }
    return sameScalar(declared, actual);
  }

  private static boolean sameScalar(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) == 0;
    }
    return one.equals(other);
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private void compare(String at, JsonNode desired, JsonNode base, JsonNode actual) {
    if (desired.isObject() && (actual.isObject() || absent(actual))) {
      if (desired.isEmpty() && absent(actual)) {
        return;
      }
      if (absent(actual) && !desired.isEmpty() && !base.isObject()) {
        note(at, desired, base, actual);
        return;
      }
      desired
          .properties()
          .forEach(
              field ->
                  compare(
                      JsonPointers.of(at, field.getKey()),
                      field.getValue(),
                      base.path(field.getKey()),
                      actual.path(field.getKey())));
      base.properties().stream()
          .filter(field -> !desired.has(field.getKey()))
          .forEach(
              field ->
                  compare(
                      JsonPointers.of(at, field.getKey()),
                      MissingNode.getInstance(),
                      field.getValue(),
                      actual.path(field.getKey())));
      return;
    }
    if (absent(desired)) {
      removed(at, base, actual);
    } else if (!stands(at, desired, actual)) {
      note(at, desired, base, actual);
    }
  }

  /** Whether the cluster has what is declared, in whatever way it keeps that. */
  private boolean stands(String at, JsonNode declared, JsonNode actual) {
    return covers(declared, actual) || Normalisation.holds(normalised, at, declared, actual);
  }

  /** Git has it no more: what it had is to go, unless the cluster has none of it. */
  private void removed(String at, JsonNode base, JsonNode actual) {
    if (absent(base) || absent(actual)) {
      return;
    }
    if (base.isObject() && actual.isObject()) {
      base.properties()
          .forEach(
              field ->
                  removed(
                      JsonPointers.of(at, field.getKey()),
                      field.getValue(),
                      actual.path(field.getKey())));
      return;
    }
    note(at, MissingNode.getInstance(), base, actual);
  }

  private void note(String at, JsonNode desired, JsonNode base, JsonNode actual) {
    Difference.Origin origin = origin(at, desired, base, actual);
    boolean clusters = origin == Difference.Origin.CLUSTER || origin == Difference.Origin.BOTH;
    found.add(
        new Difference(
            at,
            present(desired),
            present(actual),
            present(base),
            origin,
            absent(actual) ? null : FieldManagers.of(managedFields, at),
            clusters && !selfHeal ? Difference.Side.ACTUAL : Difference.Side.DESIRED));
  }

  private Difference.Origin origin(String at, JsonNode desired, JsonNode base, JsonNode actual) {
    if (absent(base)) {
      // Git has added it; where the cluster has something else there, nobody knows who was first.
      return absent(actual) ? Difference.Origin.GIT : Difference.Origin.UNKNOWN;
    }
    boolean git = absent(desired) || !desired.equals(base);
    boolean cluster = !stands(at, base, actual);
    if (git && cluster) {
      return Difference.Origin.BOTH;
    }
    return cluster ? Difference.Origin.CLUSTER : Difference.Origin.GIT;
  }

  private static @Nullable JsonNode present(JsonNode node) {
    return absent(node) ? null : node;
  }

  /**
   * What to send so that each field gets the side that is to hold: what is left to the cluster is
   * sent as the cluster has it.
   */
  static ObjectNode toApply(JsonNode desired, List<Difference> differences) {
    ObjectNode body = desired.deepCopy();
    for (Difference each : differences) {
      if (each.resolution() == Difference.Side.ACTUAL) {
        // Whoever has changed a secret owns it by now: what is not sent stays as that is.
        JsonNode actual = each.actual();
        boolean concealed = actual != null && Concealing.isConcealed(actual);
        set(body, each.field(), concealed ? null : actual);
      }
    }
    return body;
  }

  private static void set(ObjectNode body, String pointer, @Nullable JsonNode value) {
    int last = pointer.lastIndexOf('/');
    JsonNode parent = body.at(pointer.substring(0, last));
    String name = pointer.substring(last + 1).replace("~1", "/").replace("~0", "~");
    if (parent instanceof ObjectNode fields) {
      if (value == null) {
        fields.remove(name);
      } else {
        fields.set(name, value);
      }
    } else if (parent instanceof ArrayNode list && value != null) {
      list.set(Integer.parseInt(name), value);
    }
  }
}
