package dev.caravan.audit;

import dev.caravan.fabric.FabricApplied;
import dev.caravan.fabric.FabricChanged;
import dev.caravan.security.Caller;
import dev.caravan.security.LoginTried;
import dev.caravan.workflow.ProcessChanged;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Writes down what happens to processes and fabrics, in the transaction that makes it happen, and
 * log-ins. Of what the clock starts again and again only what it changed.
 */
@Component
class AuditedEvents {

  private final AuditStore store;
  private final Strangers strangers;
  private final Clock clock;

  AuditedEvents(AuditStore store, Strangers strangers, Clock clock) {
    this.store = store;
    this.strangers = strangers;
    this.clock = clock;
  }

  @EventListener
  void changed(ProcessChanged change) {
    if (change.routine()) {
      return;
    }
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
  void changed(FabricChanged change) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("name", change.name());
    details.put("run_id", change.runId().toString());
    details.put("from", change.from());
    if (change.message() != null) {
      details.put("message", change.message());
    }
    append(change.fabricId(), change.to(), change.by(), change.requestId(), change.at(), details);
  }

  @EventListener
  void applied(FabricApplied applied) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("name", applied.name());
    details.put("run_id", applied.runId().toString());
    details.put("commit", applied.commit());
    details.put("writes", applied.writes());
    details.put("counts", applied.counts());
    append(applied.fabricId(), "applied", applied.by(), applied.requestId(), applied.at(), details);
  }

  private void append(
      UUID fabric,
      String what,
      String by,
      String requestId,
      Instant at,
      Map<String, Object> details) {
    store.append(
        new NewEntry(
            at,
            by,
            ActorKind.ofName(by),
            "fabric." + what,
            "fabrics",
            fabric.toString(),
            Outcome.SUCCEEDED,
            null,
            requestId,
            remoteAddress(),
            details));
  }

  @EventListener
  void tried(LoginTried login) {
    NewEntry entry =
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
            Map.of());
    if (login.succeeded() || Caller.current().isPresent()) {
      store.append(entry);
    } else {
      strangers.append(entry);
    }
  }

  private static @Nullable String remoteAddress() {
    return Optional.ofNullable(RequestContextHolder.getRequestAttributes())
        .filter(ServletRequestAttributes.class::isInstance)
        .map(attributes -> ((ServletRequestAttributes) attributes).getRequest().getRemoteAddr())
        .orElse(null);
  }
}
