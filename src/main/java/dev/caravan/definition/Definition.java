package dev.caravan.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file of a library, read and checked.
 *
 * @param path the file's path in the library
 * @param vendor the vendor's folder
 * @param kind what it defines
 * @param manufacturer the manufacturer it names, null where the file could not be read that far
 * @param model the model it names, null likewise
 * @param slug its slug, derived where it has none; null for a module type
 * @param content what it says as JSON with its decimals exact, null where the file could not be
 *     read
 * @param components how many components it has, by kind
 * @param problems all that is wrong with it
 */
public record Definition(
    String path,
    String vendor,
    DefinitionKind kind,
    @Nullable String manufacturer,
    @Nullable String model,
    @Nullable String slug,
    @Nullable String content,
    Map<String, Integer> components,
    List<DefinitionProblem> problems) {

  public Definition {
    problems = List.copyOf(problems);
  }

  /** Whether it may be imported: warnings do not count. */
  public boolean valid() {
    return problems.stream().noneMatch(DefinitionProblem::refuses);
  }

  Definition with(DefinitionProblem problem) {
    List<DefinitionProblem> all = new ArrayList<>(problems);
    all.add(problem);
    return new Definition(path, vendor, kind, manufacturer, model, slug, content, components, all);
  }
}
