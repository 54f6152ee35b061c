package dev.caravan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Says what scalars mean, as one of the tools reads them, and how far a file may unfold. */
interface YamlRules {

  /** Tells what an unquoted scalar is. */
  Resolver resolver();

  /** Whether a scalar may have this tag. */
  boolean allows(Tag tag);

  /**
   * The value of a scalar.
   *
   * @throws NumberFormatException where it is none of its tag
   */
  JsonNode value(Tag tag, String text);

  /** The key that a scalar is; empty where it can be none. */
  Optional<String> key(Tag tag, String text);

  /** Whether a merge overrides what stands before it, and not only adds what is missing. */
  boolean mergesInOrder();

  /** How deep values may nest. */
  int deepest();

  /** How many values a file may unfold to. */
  int mostValues();

  /** How many of them may be there by aliases. */
  int mostRepeated();
}
