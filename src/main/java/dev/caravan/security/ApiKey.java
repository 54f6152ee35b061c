package dev.caravan.security;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key by which a program calls; the key itself is shown once and kept nowhere. It may never do
 * more than the user it belongs to, and is removed with that user.
 *
 * @param role that it was made with
 * @param roleNow what it may do now: the lesser of its role and that of its user; null, and the key
 *     is refused, while the user is disabled
 * @param topics of steps that a worker outside of Caravan may take by this key, whatever its role;
 *     none where its user is an admin no longer
 * @param userId the user it belongs to: who made it, or who owns the key that made it; null for
 *     keys of the environment
 * @param prefix the key's first characters, by which people recognise it
 */
record ApiKey(
    UUID id,
    String name,
    String prefix,
    Role role,
    @Nullable Role roleNow,
    Set<String> topics,
    @Nullable Instant expiresAt,
    @Nullable UUID userId,
    String createdBy,
    Instant createdAt,
    @Nullable Instant lastUsedAt) {

  /** Whether it lets in. */
  boolean counts(Instant now) {
    return roleNow != null && (expiresAt == null || now.isBefore(expiresAt));
  }
}
