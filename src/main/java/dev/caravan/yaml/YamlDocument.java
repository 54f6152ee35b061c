package dev.caravan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * One YAML document as JSON, decimals exact, with the line of each value. Made from the node tree
 * instead of Java objects: no class is ever built, and every problem knows its place.
 */
public final class YamlDocument {

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
  private static final Set<Tag> SCALARS =
      Set.of(Tag.STR, Tag.MERGE, Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT);
  private static final int MOST_VALUES = 100_000;
  private static final int MOST_VALUES_OF_ALL = 2_000_000;
  private static final int DEEPEST = 20;

  private final Map<String, Integer> lines = new HashMap<>();
  private final List<YamlProblem> problems = new ArrayList<>();
  private final int mostValues;
  private int values;

  private YamlDocument(int mostValues) {
    this.mostValues = mostValues;
  }

  /**
   * What a file says.
   *
   * @param content its content, null node where it cannot be read at all
   * @param lines on which line each JSON pointer stands
   * @param problems what is wrong with it as YAML
   */
  public record Parsed(JsonNode content, Map<String, Integer> lines, List<YamlProblem> problems) {

    public Parsed {
      lines = Map.copyOf(lines);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads a file; never fails.
   *
   * @param bytes UTF-8 with or without byte order mark
   * @param mostBytes how many bytes it may have
   */
  public static Parsed parse(byte[] bytes, int mostBytes) {
    YamlDocument document = new YamlDocument(MOST_VALUES);
    JsonNode content = NODES.nullNode();
    try {
      content = document.value(compose(YamlText.decode(bytes, mostBytes)), "", 0);
    } catch (UnreadableYaml e) {
      document.problems.add(e.problem());
    }
    return new Parsed(content, document.lines, document.problems);
  }

  /**
   * Reads a file of any number of documents; never fails. What comes after a document that cannot
   * be read is not read.
   *
   * @param bytes UTF-8 with or without byte order mark
   * @param mostBytes how many bytes it may have
   */
  public static List<Parsed> parseAll(byte[] bytes, int mostBytes) {
    List<Parsed> all = new ArrayList<>();
    try {
      String text = YamlText.decode(bytes, mostBytes);
      Composer composer = composer(text);
      int left = MOST_VALUES_OF_ALL;
      while (composer.checkNode()) {
        YamlDocument document = new YamlDocument(left);
        JsonNode content = document.value(composer.getNode(), "", 0);
        left -= document.values;
        all.add(new Parsed(content, document.lines, document.problems));
      }
    } catch (UnreadableYaml e) {
      all.add(unreadable(e.problem()));
    } catch (MarkedYAMLException e) {
      all.add(unreadable(new YamlProblem("", "yaml-syntax", syntaxMessage(e))));
    } catch (YAMLException e) {
      all.add(
          unreadable(new YamlProblem("", "yaml-syntax", "The file is not YAML: " + firstLine(e))));
    } catch (StackOverflowError e) {
      all.add(unreadable(new YamlProblem("", "yaml-syntax", "The file nests too deeply")));
    }
    return all;
  }

  private static Parsed unreadable(YamlProblem problem) {
    return new Parsed(NODES.nullNode(), Map.of(), List.of(problem));
  }

  private static Composer composer(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(DEEPEST);
    options.setCodePointLimit(Integer.MAX_VALUE); // YamlText has counted
    options.setTagInspector(tag -> true); // nothing is built from a tag; value() refuses it
    return new Composer(
        new ParserImpl(new StreamReader(text), options), new YamlScalars(), options);
  }

  private static Node compose(String text) throws UnreadableYaml {
    try {
      Composer composer = composer(text);
      if (!composer.checkNode()) {
        throw new UnreadableYaml("empty", "The file holds nothing");
      }
      Node first = composer.getNode();
      if (composer.checkNode()) {
        throw new UnreadableYaml(
            "yaml-several-documents",
            "The file holds more than one document; the second begins at "
                + place(composer.getNode().getStartMark()));
      }
      return first;
    } catch (MarkedYAMLException e) {
      throw new UnreadableYaml("yaml-syntax", syntaxMessage(e));
    } catch (YAMLException e) {
      throw new UnreadableYaml("yaml-syntax", "The file is not YAML: " + firstLine(e));
    } catch (StackOverflowError e) {
      throw new UnreadableYaml("yaml-syntax", "The file nests too deeply");
    }
  }

  private static String syntaxMessage(MarkedYAMLException e) {
    Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    String where = mark == null ? "" : " at " + place(mark);
    return "The file is not YAML: " + e.getProblem() + where;
  }

  private static String firstLine(YAMLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static String place(Mark mark) {
    return "line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private JsonNode value(Node node, String pointer, int depth) throws UnreadableYaml {
    if (++values > mostValues || depth > DEEPEST) {
      throw new UnreadableYaml(
          pointer, "yaml-too-complex", "The file unfolds into too many or too deep values");
    }
    lines.putIfAbsent(pointer, node.getStartMark().getLine() + 1);
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, pointer, depth);
    }
    if (node instanceof SequenceNode sequence) {
      return sequence(sequence, pointer, depth);
    }
    return scalar((ScalarNode) node, pointer);
  }

  private ArrayNode sequence(SequenceNode node, String pointer, int depth) throws UnreadableYaml {
    requireTag(node, Set.of(Tag.SEQ), pointer);
    ArrayNode list = NODES.arrayNode();
    for (Node item : node.getValue()) {
      list.add(value(item, JsonPointers.of(pointer, list.size()), depth + 1));
    }
    return list;
  }

  private ObjectNode mapping(MappingNode node, String pointer, int depth) throws UnreadableYaml {
    requireTag(node, Set.of(Tag.MAP), pointer);
    ObjectNode fields = NODES.objectNode();
    List<Node> merged = new ArrayList<>();
    for (NodeTuple entry : node.getValue()) {
      if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
        merged.add(entry.getValueNode());
      } else {
        put(fields, entry, pointer, depth);
      }
    }
    for (Node source : merged) {
      merge(fields, source, pointer, depth);
    }
    return fields;
  }

  private void put(ObjectNode fields, NodeTuple entry, String pointer, int depth)
      throws UnreadableYaml {
    if (!(entry.getKeyNode() instanceof ScalarNode key)) {
      throw new UnreadableYaml(
          pointer, "yaml-key", "A key is no text at " + place(entry.getKeyNode().getStartMark()));
    }
    String at = JsonPointers.of(pointer, Texts.cleaned(key.getValue()));
    Optional<String> flaw = Texts.flawOf(key.getValue());
    if (flaw.isPresent()) {
      problems.add(unsound(at, "The key " + flaw.get(), key));
      return;
    }
    if (fields.has(key.getValue())) {
      String message = "Key \"%s\" stands twice, again at %s";
      problems.add(
          new YamlProblem(
              at,
              "yaml-duplicate-key",
              message.formatted(key.getValue(), place(key.getStartMark()))));
      return;
    }
    lines.put(at, key.getStartMark().getLine() + 1);
    fields.set(key.getValue(), value(entry.getValueNode(), at, depth + 1));
  }

  /** A merge key: what the mapping says itself wins, then the first source that says it. */
  private void merge(ObjectNode fields, Node source, String pointer, int depth)
      throws UnreadableYaml {
    if (source instanceof SequenceNode several && depth < DEEPEST) {
      for (Node each : several.getValue()) {
        merge(fields, each, pointer, depth + 1);
      }
    } else if (value(source, pointer, depth + 1) instanceof ObjectNode other) {
      other.properties().forEach(field -> fields.putIfAbsent(field.getKey(), field.getValue()));
    } else {
      throw new UnreadableYaml(
          pointer, "yaml-key", "<< merges no mapping at " + place(source.getStartMark()));
    }
  }

  private JsonNode scalar(ScalarNode node, String pointer) throws UnreadableYaml {
    requireTag(node, SCALARS, pointer);
    Optional<String> flaw = Texts.flawOf(node.getValue());
    if (flaw.isPresent()) {
      problems.add(unsound(pointer, "The text " + flaw.get(), node));
      return NODES.nullNode();
    }
    try {
      return YamlScalars.value(node.getTag(), node.getValue());
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

  private static void requireTag(Node node, Set<Tag> allowed, String at) throws UnreadableYaml {
    if (!allowed.contains(node.getTag())) {
      throw new UnreadableYaml(
          at,
          "yaml-tag",
          "The tag %s is not allowed at %s".formatted(node.getTag(), place(node.getStartMark())));
    }
  }
}
