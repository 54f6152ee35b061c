package dev.caravan.infrastructure;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.workflow.FormSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What fields a blueprint has, and of what kind: {@code blueprint.schema.json}. */
final class BlueprintSchema {

  private static final FormSchema SCHEMA = read();

  private BlueprintSchema() {}

  /** Every problem, each with a pointer. */
  static List<InputProblem> problems(Blueprint blueprint) {
    List<InputProblem> problems = new ArrayList<>();
    try {
      SCHEMA.completed(blueprint.content());
    } catch (PermanentFailure wrong) {
      if (wrong.details().get("errors") instanceof List<?> errors) {
        errors.forEach(each -> problems.add((InputProblem) each));
      }
    }
    return problems;
  }

  private static FormSchema read() {
    String file = "/infrastructure/blueprint.schema.json";
    try (InputStream content = BlueprintSchema.class.getResourceAsStream(file)) {
      return FormSchema.parse(Objects.requireNonNull(content, file).readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file + " cannot be read", unreadable);
    }
  }
}
