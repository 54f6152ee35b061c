package dev.caravan.bpmn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The allow-list: every element and attribute that a BPMN file may hold. */
final class BpmnVocabulary {

  private static final String FILE = "/bpmn/allow-list.txt";
  private static final Pattern WORDS = Pattern.compile("\\s+");

  private final Map<String, BpmnRule> rules = new HashMap<>();
  private final Map<String, List<String>> groups = new HashMap<>();

  private BpmnVocabulary(String list) {
    list.replaceAll("\\\\\\n", " ")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(this::add);
  }

  /** The list that Caravan comes with. */
  static BpmnVocabulary shipped() {
    try (InputStream file = BpmnVocabulary.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing from the application");
      }
      return new BpmnVocabulary(new String(file.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rule of an element, absent where the element is not allowed at all. */
  Optional<BpmnRule> rule(String element) {
    return Optional.ofNullable(rules.get(element));
  }

  private void add(String line) {
    if (line.startsWith("@")) {
      int sign = line.indexOf('=');
      groups.put(line.substring(0, sign).strip(), parents(line.substring(sign + 1)));
      return;
    }
    BpmnRule rule = BpmnRule.parse(line, this::parents);
    rules.put(rule.element(), rule);
  }

  private List<String> parents(String names) {
    return WORDS
        .splitAsStream(names.strip())
        .flatMap(name -> groups.getOrDefault(name, List.of(name)).stream())
        .toList();
  }
}
