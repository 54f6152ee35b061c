package dev.caravan.fabric;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fabric was found to stand otherwise than before; published in the transaction that writes it.
 *
 * @param from what it was before: never_synced, in_sync, out_of_sync, error, suspect_empty or
 *     outdated
 * @param to what it is now
 * @param by who asked for the run, {@code system} for the clock
 * @param message why it could not be told, where that is so
 */
public record FabricChanged(
    UUID fabricId,
    String name,
    UUID runId,
    String from,
    String to,
    @Nullable String message,
    String by,
    String requestId,
    Instant at) {}
