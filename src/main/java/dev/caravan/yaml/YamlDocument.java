package dev.caravan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * One YAML document as JSON, decimals exact, with the line of each value, read as PyYAML reads it.
 */
public final class YamlDocument {

  private static final YamlRules RULES = new YamlScalars();

  private YamlDocument() {}

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

    static Parsed unreadable(YamlProblem problem) {
      return new Parsed(NullNode.getInstance(), Map.of(), List.of(problem));
    }
  }

  /**
   * Reads a file; never fails.
   *
   * @param bytes UTF-8 with or without byte order mark
   * @param mostBytes how many bytes it may have
   */
  public static Parsed parse(byte[] bytes, int mostBytes) {
    try {
      Node root = compose(YamlText.decode(bytes, mostBytes));
      return new YamlTree(RULES, new YamlBudget(RULES)).parsed(root);
    } catch (UnreadableYaml e) {
      return Parsed.unreadable(e.problem());
    }
  }

  /** Reads nodes; what they unfold to is counted where they are read. */
  static Composer composer(String text, YamlRules rules) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(rules.deepest());
    options.setMaxAliasesForCollections(Integer.MAX_VALUE); // YamlBudget counts
    options.setCodePointLimit(Integer.MAX_VALUE); // YamlText has counted
    options.setTagInspector(tag -> true); // nothing is built from a tag; YamlTree refuses it
    return new Composer(new ParserImpl(new StreamReader(text), options), rules.resolver(), options);
  }

  private static Node compose(String text) throws UnreadableYaml {
    try {
      Composer composer = composer(text, RULES);
      if (!composer.checkNode()) {
        throw new UnreadableYaml("empty", "The file holds nothing");
      }
      Node first = composer.getNode();
      if (composer.checkNode()) {
        throw new UnreadableYaml(
            "yaml-several-documents",
            "The file holds more than one document; the second begins at "
                + YamlTree.place(composer.getNode().getStartMark()));
      }
      return first;
    } catch (YAMLException e) {
      throw notYaml(e);
    } catch (StackOverflowError e) {
      throw new UnreadableYaml("yaml-syntax", "The file nests too deeply");
    }
  }

  static UnreadableYaml notYaml(YAMLException e) {
    String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (e instanceof MarkedYAMLException marked) {
      Mark mark =
          marked.getProblemMark() == null ? marked.getContextMark() : marked.getProblemMark();
      what = marked.getProblem() + (mark == null ? "" : " at " + YamlTree.place(mark));
    }
    return new UnreadableYaml("yaml-syntax", "The file is not YAML: " + what);
  }
}
