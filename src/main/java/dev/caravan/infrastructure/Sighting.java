package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What the cloud says of a server at one moment.
 *
 * @param status the cloud's word, or {@link #DELETED} when it knows the server no more
 * @param task what Nova is doing to it, such as {@code deleting}
 * @param fault why it is in ERROR, where that was asked for
 */
record Sighting(String status, @Nullable String task, @Nullable String fault) {

  static final String ACTIVE = "ACTIVE";
  static final String ERROR = "ERROR";
  static final String DELETED = "DELETED";

  /** A part of the cloud is away, and the rest cannot say how the server is. */
  private static final String UNKNOWN = "UNKNOWN";

  private static final String SOFT_DELETED = "SOFT_DELETED";

  static Sighting of(JsonNode server) {
    String status = server.path("status").asText(UNKNOWN);
    return new Sighting(
        status.equals(SOFT_DELETED) ? DELETED : status,
        server.path("OS-EXT-STS:task_state").asText(null),
        server.path("fault").path("message").asText(null));
  }

  static Sighting gone() {
    return new Sighting(DELETED, null, null);
  }

  boolean is(String other) {
    return status.equals(other);
  }

  boolean known() {
    return !status.equals(UNKNOWN);
  }

  /** Built, or failed, or gone: the cloud does no more to it by itself. */
  static boolean settled(@Nullable String status) {
    return ACTIVE.equals(status) || ERROR.equals(status) || DELETED.equals(status);
  }
}
