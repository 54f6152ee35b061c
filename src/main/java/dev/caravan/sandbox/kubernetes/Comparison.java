package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which fields one state of an object has that another has not, or has with another value. */
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {

  static Comparison of(JsonNode before, JsonNode after, Shape shape) {
    Comparison comparison = new Comparison(new FieldSet(), new FieldSet(), new FieldSet());
    comparison.compare(before, after, shape, new ArrayList<>());
    return comparison;
  }

  FieldSet changed() {
    return added.plus(modified);
  }

  private void compare(JsonNode before, JsonNode after, Shape shape, List<String> path) {
    boolean bothEmpty = before.isEmpty() && after.isEmpty();
    if (!bothEmpty && divides(before, shape) && divides(after, shape)) {
      compareParts(shape.parts(before), shape.parts(after), shape, path);
      note(before, after, path);
    } else if (!note(before, after, path) && !before.equals(after)) {
      modified.add(path);
    }
  }

  private static boolean divides(JsonNode value, Shape shape) {
    return value.isMissingNode() || value.isNull() || shape.splits(value);
  }

  private void compareParts(
      Map<String, JsonNode> before, Map<String, JsonNode> after, Shape shape, List<String> path) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      path.add(name);
      compare(
          before.getOrDefault(name, MissingNode.getInstance()),
          after.getOrDefault(name, MissingNode.getInstance()),
          shape.part(name),
          path);
      path.remove(path.size() - 1);
    }
  }

  private boolean note(JsonNode before, JsonNode after, List<String> path) {
    if (path.isEmpty() || before.isMissingNode() == after.isMissingNode()) {
      return false;
    }
    (before.isMissingNode() ? added : removed).add(path);
    return true;
  }
}
