package dev.caravan.security;

import dev.caravan.failure.InputProblem;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names users may have: none by which Caravan speaks of itself or of nobody. */
final class Usernames {

  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");
  private static final Set<String> TAKEN =
      Set.of("system", "scheduler", "anonymous", "environment", "caravan", "api-key");

  private Usernames() {}

  static Optional<InputProblem> problem(String pointer, String name) {
    if (name == null || !SANE.matcher(name).matches()) {
      return Optional.of(
          new InputProblem(
              pointer, "must be 1 to 100 of A-Z a-z 0-9 . _ @ - and begin with a letter or digit"));
    }
    return TAKEN.contains(name.toLowerCase(Locale.ROOT))
        ? Optional.of(new InputProblem(pointer, "is a name of Caravan's own in its records"))
        : Optional.empty();
  }
}
