package dev.caravan.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a caller may do; each role contains the ones before it. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Starts, cancels and resumes processes, and completes tasks. */
  OPERATOR,
  /** Uploads, tests and deploys workflows. */
  DEVELOPER,
  /** Manages integrations, webhooks, users and keys, and reads the audit. */
  ADMIN;

  /** The role by its name in the API; an unknown one is a validation failure. */
  @JsonCreator
  public static Role of(String label) {
    return Arrays.stream(values())
        .filter(role -> role.label().equals(label))
        .findFirst()
        .orElseThrow(() -> PermanentFailure.validation("There is no such role", unknown(label)));
  }

  private static List<InputProblem> unknown(String label) {
    String known = "viewer, operator, developer or admin";
    return List.of(new InputProblem("/role", "is '" + label + "', should be " + known));
  }

  /** The name in the API and in the database. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of the two that may do less. */
  Role atMost(Role other) {
    return includes(other) ? other : this;
  }

  /** Whether a caller of this role may do what the other one may. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
