package dev.caravan.bpmn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An element of a BPMN file as it was written.
 *
 * @param name its name; with the usual prefix unless it belongs to BPMN itself, with the namespace
 *     in braces where the namespace is unknown
 * @param line the line on which its start tag ends
 * @param attributes by name, named like elements
 * @param text the text directly inside it, without white space around
 */
record BpmnElement(
    String name,
    int line,
    Map<String, String> attributes,
    String text,
    List<BpmnElement> children) {

  BpmnElement {
    attributes = Map.copyOf(attributes);
    children = List.copyOf(children);
  }

  Optional<String> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  /** How a person finds it: its name and id. */
  String label() {
    return attribute("id").map(id -> name + " '" + id + "'").orElse(name);
  }

  Stream<BpmnElement> children(String childName) {
    return children.stream().filter(child -> child.name.equals(childName));
  }

  /** The child's child of that name, where there is one. */
  Stream<BpmnElement> extensions(String extension) {
    return children("extensionElements").flatMap(child -> child.children(extension));
  }

  /** This element and all below it. */
  Stream<BpmnElement> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(BpmnElement::all));
  }

  boolean is(@Nullable String other) {
    return name.equals(other);
  }
}
