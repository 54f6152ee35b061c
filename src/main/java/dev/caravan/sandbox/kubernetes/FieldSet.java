package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** A set of fields, written as FieldsV1: a tree in which some nodes are members themselves. */
final class FieldSet {

  private boolean member;
  private final Map<String, FieldSet> below = new TreeMap<>();

  static FieldSet of(JsonNode fields) {
    FieldSet set = new FieldSet();
    fields.properties().forEach(each -> set.read(each.getKey(), each.getValue()));
    return set;
  }

  private void read(String name, JsonNode fields) {
    if (name.equals(".")) {
      member = true;
    } else {
      FieldSet child = of(fields);
      child.member |= fields.isEmpty();
      below.put(name, child);
    }
  }

  ObjectNode asJson() {
    ObjectNode fields = Json.object();
    below.forEach((name, child) -> fields.set(name, child.asChild()));
    return fields;
  }

  private ObjectNode asChild() {
    ObjectNode fields = asJson();
    if (member && !below.isEmpty()) {
      fields.putObject(".");
    }
    return fields;
  }

  void add(List<String> path) {
    FieldSet at = this;
    for (String name : path) {
      at = at.below.computeIfAbsent(name, any -> new FieldSet());
    }
    at.member = true;
  }

  boolean isEmpty() {
    return !member && below.isEmpty();
  }

  boolean isMember() {
    return member;
  }

  /** What is below a part; an empty set if nothing is. */
  FieldSet at(String name) {
    return below.getOrDefault(name, new FieldSet());
  }

  FieldSet plus(FieldSet other) {
    return merged(other, Boolean::logicalOr);
  }

  FieldSet minus(FieldSet other) {
    return merged(other, (mine, theirs) -> mine && !theirs);
  }

  FieldSet and(FieldSet other) {
    return merged(other, Boolean::logicalAnd);
  }

  private FieldSet merged(FieldSet other, BiPredicate<Boolean, Boolean> rule) {
    FieldSet result = new FieldSet();
    result.member = rule.test(member, other.member);
    TreeMap<String, FieldSet> both = new TreeMap<>(below);
    both.putAll(other.below);
    for (String name : both.keySet()) {
      FieldSet child = at(name).merged(other.at(name), rule);
      if (!child.isEmpty()) {
        result.below.put(name, child);
      }
    }
    return result;
  }

  /** The same without a part and all that is below it. */
  FieldSet without(String name) {
    FieldSet result = plus(new FieldSet());
    result.below.remove(name);
    return result;
  }

  /** The same with each field that the schema names and that has members below. */
  FieldSet withNamed(Shape shape) {
    FieldSet result = new FieldSet();
    result.member = member;
    below.forEach(
        (name, child) -> {
          FieldSet inner = child.withNamed(shape.part(name));
          inner.member |= shape.names(name) && !inner.below.isEmpty();
          result.below.put(name, inner);
        });
    return result;
  }

  /** All members as a conflict names them, such as {@code .spec.ports[name="a"].speed}. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    collect("", paths);
    return paths;
  }

  private void collect(String prefix, List<String> paths) {
    if (member) {
      paths.add(prefix);
    }
    below.forEach((name, child) -> child.collect(prefix + words(name), paths));
  }

  static String words(String name) {
    String rest = name.substring(2);
    if (name.startsWith("f:")) {
      return "." + rest;
    }
    if (name.startsWith("v:")) {
      return "[=" + rest + "]";
    }
    List<String> keys = new ArrayList<>();
    Json.parse(rest)
        .properties()
        .forEach(key -> keys.add(key.getKey() + "=" + Json.text(key.getValue())));
    return "[" + String.join(",", keys) + "]";
  }
}
