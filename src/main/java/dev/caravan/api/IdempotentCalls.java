package dev.caravan.api;

import dev.caravan.failure.RetryableFailure;
import dev.caravan.workflow.ProcessChanged;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Binds what a call starts to its idempotency key, in one transaction with the start itself. */
@Component
class IdempotentCalls {

  private static final ThreadLocal<@Nullable UUID> OWNER = new ThreadLocal<>();
  private final IdempotencyStore store;

  IdempotentCalls(IdempotencyStore store) {
    this.store = store;
  }

  void begin(UUID reservation) {
    OWNER.set(reservation);
  }

  void end() {
    OWNER.remove();
  }

  @EventListener
  void changed(ProcessChanged change) {
    UUID reservation = OWNER.get();
    if (reservation != null && !store.noteProcess(reservation, change.processId())) {
      throw RetryableFailure.resource(
          "This call took so long that its repetition has taken over", Duration.ofSeconds(1));
    }
  }
}
