package dev.caravan.workflow;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A process has a new status; published inside the transaction that gives it.
 *
 * @param by who did it, {@code system} where nobody asked
 * @param requestId the request that the process was started by or that caused the change
 * @param routine whether the clock started it and nobody caused the change: what such processes do
 *     is told by what they change
 * @param summary what the process says of its result, where it has completed and says anything
 */
public record ProcessChanged(
    UUID processId,
    String workflow,
    ProcessStatus status,
    String by,
    String requestId,
    boolean routine,
    Instant at,
    @Nullable Object summary) {

  /** Who does what nobody asked for. */
  public static final String SYSTEM = "system";
}
