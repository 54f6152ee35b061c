package dev.caravan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.JsonPointers;
import dev.caravan.failure.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Makes JSON of the node tree of one document. No class is ever built, and every problem knows its
 * place.
 */
final class YamlTree {

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final YamlRules rules;
  private final YamlBudget budget;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<YamlProblem> problems = new ArrayList<>();

  YamlTree(YamlRules rules, YamlBudget budget) {
    this.rules = rules;
    this.budget = budget;
  }

  /** The document, and what is wrong with it. */
  YamlDocument.Parsed parsed(Node root) {
    JsonNode content = NODES.nullNode();
    try {
      content = value(root, "", 0, false);
    } catch (UnreadableYaml e) {
      problems.add(e.problem());
    }
    return new YamlDocument.Parsed(content, lines, problems);
  }

  static String place(Mark mark) {
    return "line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private JsonNode value(Node node, String pointer, int depth, boolean alias)
      throws UnreadableYaml {
    boolean again = budget.spend(node, depth, alias, pointer);
    if (!again) {
      lines.putIfAbsent(pointer, node.getStartMark().getLine() + 1);
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, pointer, depth, again);
    }
    if (node instanceof SequenceNode sequence) {
      return sequence(sequence, pointer, depth, again);
    }
    return scalar((ScalarNode) node, pointer);
  }

  private ArrayNode sequence(SequenceNode node, String pointer, int depth, boolean again)
      throws UnreadableYaml {
    requireTag(node, Set.of(Tag.SEQ, Tag.OMAP, Tag.PAIRS).contains(node.getTag()), pointer);
    ArrayNode list = NODES.arrayNode();
    for (Node item : node.getValue()) {
      list.add(value(item, JsonPointers.of(pointer, list.size()), depth + 1, again));
    }
    return list;
  }

  private ObjectNode mapping(MappingNode node, String pointer, int depth, boolean again)
      throws UnreadableYaml {
    requireTag(node, Set.of(Tag.MAP, Tag.SET).contains(node.getTag()), pointer);
    ObjectNode said = NODES.objectNode();
    ObjectNode fields = NODES.objectNode();
    List<Node> merged = new ArrayList<>();
    for (NodeTuple entry : node.getValue()) {
      if (!entry.getKeyNode().getTag().equals(Tag.MERGE)) {
        put(said, entry, pointer, depth, again).ifPresent(key -> fields.set(key, said.get(key)));
      } else if (rules.mergesInOrder()) {
        fields.setAll(merged(entry.getValueNode(), pointer, depth, again));
      } else {
        merged.add(entry.getValueNode());
      }
    }
    for (Node source : merged) {
      merged(source, pointer, depth, again)
          .properties()
          .forEach(field -> fields.putIfAbsent(field.getKey(), field.getValue()));
    }
    return fields;
  }

  /** Puts an entry, and says under which key. */
  private Optional<String> put(
      ObjectNode fields, NodeTuple entry, String pointer, int depth, boolean again)
      throws UnreadableYaml {
    Node node = entry.getKeyNode();
    String key =
        node instanceof ScalarNode scalar
            ? rules.key(scalar.getTag(), scalar.getValue()).orElse(null)
            : null;
    if (key == null) {
      throw new UnreadableYaml(
          pointer, "yaml-key", "A key is no text at " + place(node.getStartMark()));
    }
    String at = JsonPointers.of(pointer, Texts.cleaned(key));
    Optional<String> flaw = Texts.flawOf(key);
    if (flaw.isPresent()) {
      problems.add(unsound(at, "The key " + flaw.get(), node));
      return Optional.empty();
    }
    if (fields.has(key)) {
      String message = "Key \"%s\" stands twice, again at %s";
      problems.add(
          new YamlProblem(
              at, "yaml-duplicate-key", message.formatted(key, place(node.getStartMark()))));
      return Optional.empty();
    }
    if (!again) {
      lines.put(at, node.getStartMark().getLine() + 1);
    }
    fields.set(key, value(entry.getValueNode(), at, depth + 1, again));
    return Optional.of(key);
  }

  /** What a merge key brings: of several mappings, the first that says something. */
  private ObjectNode merged(Node source, String pointer, int depth, boolean again)
      throws UnreadableYaml {
    if (source instanceof SequenceNode several && depth < rules.deepest()) {
      ObjectNode all = NODES.objectNode();
      for (Node each : several.getValue()) {
        merged(each, pointer, depth + 1, again)
            .properties()
            .forEach(field -> all.putIfAbsent(field.getKey(), field.getValue()));
      }
      return all;
    }
    if (source instanceof MappingNode
        && value(source, pointer, depth + 1, again) instanceof ObjectNode one) {
      return one;
    }
    throw new UnreadableYaml(
        pointer, "yaml-key", "<< merges no mapping at " + place(source.getStartMark()));
  }

  private JsonNode scalar(ScalarNode node, String pointer) throws UnreadableYaml {
    requireTag(node, rules.allows(node.getTag()), pointer);
    Optional<String> flaw = Texts.flawOf(node.getValue());
    if (flaw.isPresent()) {
      problems.add(unsound(pointer, "The text " + flaw.get(), node));
      return NODES.nullNode();
    }
    try {
      return rules.value(node.getTag(), node.getValue());
    } catch (NumberFormatException e) {
      String message = "\"%s\" is no number that can be used, at %s";
      problems.add(
          new YamlProblem(
              pointer,
              "yaml-number",
              message.formatted(shortened(node.getValue()), place(node.getStartMark()))));
      return NODES.nullNode();
    }
  }

  private static YamlProblem unsound(String pointer, String what, Node node) {
    return new YamlProblem(pointer, "yaml-character", what + ", at " + place(node.getStartMark()));
  }

  private static String shortened(String text) {
    return text.length() > 50 ? text.substring(0, 50) + "..." : text;
  }

  private static void requireTag(Node node, boolean allowed, String at) throws UnreadableYaml {
    if (!allowed) {
      throw new UnreadableYaml(
          at,
          "yaml-tag",
          "The tag %s is not allowed at %s".formatted(node.getTag(), place(node.getStartMark())));
    }
  }
}
