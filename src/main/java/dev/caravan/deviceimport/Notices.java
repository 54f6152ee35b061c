package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.ComponentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Warnings of an update: what only NetBox has, and what is taken away from it. */
final class Notices {

  static final String ONLY_IN_NETBOX = "only-in-netbox";
  static final String TAKEN_AWAY = "taken-away";

  private static final int MOST_NAMES = 30;

  private final List<ImportProblem> found = new ArrayList<>();

  /**
   * @param pointer where the object is in its file
   */
  void of(String pointer, Change change) {
    change
        .kept()
        .fieldNames()
        .forEachRemaining(
            field ->
                warn(
                    pointer + "/" + field,
                    ONLY_IN_NETBOX,
                    "NetBox says %s, the library nothing, and no import wrote it: it is left as it stands"
                        .formatted(change.shown(field))));
    change
        .taken()
        .forEach(
            field ->
                warn(
                    pointer + "/" + field,
                    TAKEN_AWAY,
                    "An earlier import wrote %s, the library says it no longer: it is taken away"
                        .formatted(change.shown(field))));
  }

  private void warn(String pointer, String rule, String message) {
    found.add(ImportProblem.warning(pointer, rule, message));
  }

  /** Components of a kind that NetBox has and the library doesn't; none of them is deleted. */
  void leftovers(DefinitionWork work, ComponentKind kind) {
    List<JsonNode> made = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode row : work.leftovers(kind)) {
      (work.written(kind, row).made() ? made : others).add(row);
    }
    leftovers(kind, made, "an earlier import made %s, the library has %s no longer");
    leftovers(kind, others, "no import made %s, and the library doesn't have %s");
  }

  private void leftovers(ComponentKind kind, List<JsonNode> rows, String whose) {
    if (rows.isEmpty()) {
      return;
    }
    String names =
        rows.stream()
            .limit(MOST_NAMES)
            .map(row -> "\"" + row.path("name").asText() + "\"")
            .collect(Collectors.joining(", "));
    int more = rows.size() - MOST_NAMES;
    boolean one = rows.size() == 1;
    String them = one ? "it" : "them";
    found.add(
        ImportProblem.warning(
            "/" + kind.libraryKey(),
            ONLY_IN_NETBOX,
            "%s%s %s in NetBox only: %s"
                .formatted(
                    names,
                    more > 0 ? " and %d more".formatted(more) : "",
                    one ? "is" : "are",
                    whose.formatted(them, them))));
  }

  List<ImportProblem> found() {
    return found;
  }
}
