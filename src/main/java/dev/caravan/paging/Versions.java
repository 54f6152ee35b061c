package dev.caravan.paging;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Versions of rows as entity tags: what {@code ETag} says and {@code If-Match} asks for. */
public final class Versions {

  private Versions() {}

  /** The entity tag of a version, in its quotes. */
  public static String tag(int version) {
    return "\"" + version + "\"";
  }

  /**
   * The version that a caller wants to change, null where any will do; a tag that no version has is
   * a failed precondition.
   */
  public static @Nullable Integer expected(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return null;
    }
    try {
      return Integer.valueOf(ifMatch.strip().replace("\"", ""));
    } catch (NumberFormatException e) {
      throw new PermanentFailure(
          FailureKind.PRECONDITION,
          "If-Match names no version of this object: send its ETag as it was given",
          Map.of());
    }
  }
}
