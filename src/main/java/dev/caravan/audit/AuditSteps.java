package dev.caravan.audit;

import java.time.Clock;
import org.springframework.stereotype.Component;

/** What the routes call: retention. */
@Component("auditSteps")
public class AuditSteps {

  private final AuditStore store;
  private final AuditSettings settings;
  private final Clock clock;

  AuditSteps(AuditStore store, AuditSettings settings, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /** Takes away the entries that have been kept long enough; answers how many. */
  public long forgetOldEntries() {
    return store.forgetBefore(clock.instant().minus(settings.kept()));
  }
}
