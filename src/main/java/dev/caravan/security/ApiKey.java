package dev.caravan.security;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key by which a program calls; the key itself is shown once and kept nowhere.
 *
 * @param topics of steps that a worker outside of Caravan may take by this key, whatever its role
 * @param prefix the key's first characters, by which people recognise it
 */
record ApiKey(
    UUID id,
    String name,
    String prefix,
    Role role,
    Set<String> topics,
    @Nullable Instant expiresAt,
    String createdBy,
    Instant createdAt,
    @Nullable Instant lastUsedAt) {

  boolean expired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
