package dev.caravan.yaml;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.Node;

/** Counts the values of a file, and ends it where small text unfolds without end. */
final class YamlBudget {

  private final YamlRules rules;
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private int values;
  private int repeated;

  YamlBudget(YamlRules rules) {
    this.rules = rules;
  }

  /**
   * One more value.
   *
   * @param alias whether it is a part of what was read before
   * @return whether what is below it was
   */
  boolean spend(Node node, int depth, boolean alias, String pointer) throws UnreadableYaml {
    boolean again = alias || (node instanceof CollectionNode<?> && !seen.add(node));
    repeated += again ? 1 : 0;
    values++;
    if (depth > rules.deepest()) {
      throw tooComplex(pointer, "nests deeper than %,d values".formatted(rules.deepest()));
    }
    if (repeated > rules.mostRepeated()) {
      throw tooComplex(
          pointer, "unfolds to more than %,d values by aliases".formatted(rules.mostRepeated()));
    }
    if (values > rules.mostValues()) {
      throw tooComplex(pointer, "holds more than %,d values".formatted(rules.mostValues()));
    }
    return again;
  }

  private static UnreadableYaml tooComplex(String pointer, String what) {
    return new UnreadableYaml(pointer, "yaml-too-complex", "The file " + what);
  }
}
