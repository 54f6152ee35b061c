package dev.caravan.worker;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a node is there for; by default for all. */
public enum NodeRole {
  /** Answers callers. */
  API,
  /** Works on steps. */
  WORKER,
  /** Begins what starts by itself. */
  SCHEDULER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Words separated by commas. */
  static Set<NodeRole> of(String words) {
    Set<NodeRole> roles = EnumSet.noneOf(NodeRole.class);
    Arrays.stream(words.split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .forEach(word -> roles.add(valueOf(word.toUpperCase(Locale.ROOT))));
    return roles;
  }
}
