package dev.caravan.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a new password must be; BCrypt looks at 72 bytes and no more. */
final class PasswordRules {

  static final int SHORTEST = 8;
  static final int LONGEST_BYTES = 72;
  static final String MESSAGE =
      "must have at least %d characters, not only blanks, and at most %d bytes"
          .formatted(SHORTEST, LONGEST_BYTES);

  private PasswordRules() {}

  static boolean allow(String password) {
    return !password.isBlank()
        && password.codePointCount(0, password.length()) >= SHORTEST
        && password.getBytes(UTF_8).length <= LONGEST_BYTES;
  }

  static String checked(String pointer, @Nullable String password) {
    if (password == null || !allow(password)) {
      throw PermanentFailure.validation(
          "The password cannot be taken", List.of(new InputProblem(pointer, MESSAGE)));
    }
    return password;
  }
}
