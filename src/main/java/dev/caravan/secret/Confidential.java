package dev.caravan.secret;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A secret as a caller or the configuration gave it: it cannot be printed or serialized by mistake.
 * {@link ServerSecret} is one that is bound to a server.
 */
public final class Confidential {

  /** No secret at all. */
  public static final Confidential NONE = new Confidential("");

  private final String value;

  private Confidential(String value) {
    this.value = value;
  }

  /** The configuration's way to make one, too. */
  public static Confidential of(@Nullable String value) {
    return value == null || value.isEmpty() ? NONE : new Confidential(value);
  }

  /** Whether there is none. */
  public boolean isBlank() {
    return value.isBlank();
  }

  /** The secret itself, for whoever signs, seals or logs in by it. */
  public String reveal() {
    return value;
  }

  /** For one server alone. */
  public ServerSecret forServer(String address) {
    return ServerSecret.of(value, address);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Confidential secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(value);
  }

  @JsonValue
  @Override
  public String toString() {
    return "(secret)";
  }
}
