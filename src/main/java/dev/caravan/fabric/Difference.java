package dev.caravan.fabric;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A field in which git and cluster differ.
 *
 * @param field a JSON pointer
 * @param desired what git says; null where it says nothing any more
 * @param actual what the cluster has; null where it has nothing
 * @param base what both agreed on last; null where they never did
 * @param origin which side has changed since
 * @param manager who wrote what the cluster has, in its own records
 * @param resolution what policy makes of it: desired or actual
 */
record Difference(
    String field,
    @JsonInclude @Nullable JsonNode desired,
    @JsonInclude @Nullable JsonNode actual,
    @JsonInclude @Nullable JsonNode base,
    Origin origin,
    @Nullable String manager,
    Side resolution) {

  /** The same where another owns what the cluster has. */
  Difference ownedBy(@Nullable String owner) {
    return new Difference(field, desired, actual, base, origin, owner, resolution);
  }

  /** Which side has changed. */
  enum Origin {
    GIT,
    CLUSTER,
    /** Each in its own way: a conflict. */
    BOTH,
    /** They never agreed. */
    UNKNOWN;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whose value is to hold. */
  enum Side {
    DESIRED,
    ACTUAL;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
