package dev.caravan.security;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person who may log in.
 *
 * @param passwordHash with its algorithm, as Spring Security writes it
 * @param credentialsVersion tokens of another version count no longer
 * @param version of the row, for ETag and If-Match
 */
record User(
    UUID id,
    String username,
    String passwordHash,
    Role role,
    boolean active,
    int credentialsVersion,
    int version,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant lastLoginAt) {

  boolean isActiveAdmin() {
    return active && role == Role.ADMIN;
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "User[%s, %s]".formatted(username, role);
  }
}
