package dev.caravan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.caravan.yaml.YamlDocument.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;

/**
 * Files of any number of documents, YAML or JSON, as kubectl reads them (sigs.k8s.io/yaml). A key
 * that stands twice is refused, where kubectl takes the last, and so is a number that is too large,
 * where kubectl takes it for a text.
 */
public final class KubernetesYaml {

  private static final YamlRules RULES = new GoScalars();
  private static final long MOST_READ_AGAIN = 50_000_000;

  private KubernetesYaml() {}

  /**
   * Reads a file; never fails. What comes after a document that cannot be read is not read.
   *
   * @param bytes UTF-8 with or without byte order mark
   * @param mostBytes how many bytes it may have
   */
  public static List<Parsed> documents(byte[] bytes, int mostBytes) {
    try {
      String text = YamlText.decode(bytes, mostBytes);
      Optional<List<Parsed>> json =
          text.stripLeading().startsWith("{") ? JsonDocuments.of(text, RULES) : Optional.empty();
      return json.isPresent() ? json.get() : documents(text);
    } catch (UnreadableYaml e) {
      return List.of(Parsed.unreadable(e.problem()));
    }
  }

  /** What the first document of a file says; null node for one that cannot be read. */
  public static JsonNode first(byte[] bytes, int mostBytes) {
    return documents(bytes, mostBytes).stream()
        .findFirst()
        .map(Parsed::content)
        .orElse(NullNode.getInstance());
  }

  /** Whether an unquoted scalar is that very text. */
  public static boolean isText(String scalar) {
    return GoScalars.tag(scalar).equals(Tag.STR);
  }

  private static List<Parsed> documents(String text) {
    String blanked = text;
    long read = 0;
    while (true) {
      List<Parsed> all = new ArrayList<>();
      try {
        read(blanked, all);
        return all;
      } catch (YAMLException e) {
        Optional<String> again = withoutTab(blanked, e);
        read += blanked.length();
        if (again.isEmpty() || read > MOST_READ_AGAIN) {
          all.add(Parsed.unreadable(YamlDocument.notYaml(e).problem()));
          return all;
        }
        blanked = again.get();
      } catch (StackOverflowError e) {
        all.add(Parsed.unreadable(new YamlProblem("", "yaml-syntax", "The file nests too deeply")));
        return all;
      }
    }
  }

  private static void read(String text, List<Parsed> all) {
    Composer composer = YamlDocument.composer(text, RULES);
    YamlBudget budget = new YamlBudget(RULES);
    while (composer.checkNode()) {
      all.add(new YamlTree(RULES, budget).parsed(composer.getNode()));
    }
  }

  /** SnakeYAML takes no tab between two values, where kubectl takes it for a blank. */
  private static Optional<String> withoutTab(String text, YAMLException e) {
    if (!(e instanceof MarkedYAMLException marked) || marked.getProblemMark() == null) {
      return Optional.empty();
    }
    int characters = Math.min(marked.getProblemMark().getIndex(), text.length());
    int at = text.offsetByCodePoints(0, characters);
    int line = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
    if (at >= text.length()
        || text.charAt(at) != '\t'
        || (text.substring(line, at).isBlank() && !isInBrackets(text))) {
      return Optional.empty();
    }
    StringBuilder blanked = new StringBuilder(text);
    for (int i = at; i < text.length() && text.charAt(i) == '\t'; i++) {
      blanked.setCharAt(i, ' ');
    }
    return Optional.of(blanked.toString());
  }

  /** Whether the place that cannot be read is between brackets or braces. */
  private static boolean isInBrackets(String text) {
    int open = 0;
    try {
      ScannerImpl scanner = new ScannerImpl(new StreamReader(text), new LoaderOptions());
      while (scanner.checkToken()) {
        open +=
            switch (scanner.getToken().getTokenId()) {
              case FlowMappingStart, FlowSequenceStart -> 1;
              case FlowMappingEnd, FlowSequenceEnd -> -1;
              default -> 0;
            };
      }
    } catch (YAMLException there) {
      return open > 0;
    }
    return false;
  }
}
