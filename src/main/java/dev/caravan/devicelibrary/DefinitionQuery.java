package dev.caravan.devicelibrary;

import dev.caravan.definition.DefinitionKind;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which definitions of an import are asked for; null asks for all. */
record DefinitionQuery(
    @Nullable String outcome, @Nullable String kind, @Nullable String manufacturer) {

  private static final List<String> OUTCOMES =
      List.of(
          "created",
          "updated",
          "unchanged",
          "skipped",
          "invalid",
          "refused",
          "planned",
          "gone",
          "unfinished",
          "uncertain",
          "not_written");
  private static final List<String> KINDS =
      Arrays.stream(DefinitionKind.values()).map(DefinitionKind::label).toList();

  DefinitionQuery {
    List<InputProblem> problems = new ArrayList<>();
    require(outcome, OUTCOMES, "/outcome", problems);
    require(kind, KINDS, "/kind", problems);
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The query has a problem", problems);
    }
  }

  private static void require(
      @Nullable String given, List<String> known, String at, List<InputProblem> problems) {
    if (given != null && !known.contains(given)) {
      problems.add(new InputProblem(at, "must be one of " + String.join(", ", known)));
    }
  }
}
