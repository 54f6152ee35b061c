package dev.caravan.audit;

import dev.caravan.security.LoginTried;
import dev.caravan.workflow.ProcessChanged;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Writes down what happens to processes, in the transaction that makes it happen, and log-ins. */
@Component
class AuditedEvents {

  private final AuditStore store;
  private final Clock clock;

  AuditedEvents(AuditStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @EventListener
  void changed(ProcessChanged change) {
    store.append(
        new NewEntry(
            change.at(),
            change.by(),
            ActorKind.ofName(change.by()),
            "process." + change.status().word(),
            "processes",
            change.processId().toString(),
            Outcome.SUCCEEDED,
            null,
            change.requestId(),
            remoteAddress(),
            Map.of("workflow", change.workflow())));
  }

  @EventListener
  void tried(LoginTried login) {
    store.append(
        new NewEntry(
            clock.instant(),
            login.username(),
            login.succeeded() ? ActorKind.USER : ActorKind.ANONYMOUS,
            "login",
            "users",
            null,
            login.succeeded() ? Outcome.SUCCEEDED : Outcome.REFUSED,
            null,
            MDC.get("request_id"),
            remoteAddress(),
            Map.of()));
  }

  private static @Nullable String remoteAddress() {
    return Optional.ofNullable(RequestContextHolder.getRequestAttributes())
        .filter(ServletRequestAttributes.class::isInstance)
        .map(attributes -> ((ServletRequestAttributes) attributes).getRequest().getRemoteAddr())
        .orElse(null);
  }
}
