package dev.caravan.workflow;

import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the routes call: processes that ended long ago are forgotten, a batch at a time. */
@Component("historySteps")
public class HistorySteps {

  private static final Logger log = LoggerFactory.getLogger(HistorySteps.class);
  private static final int MOST_BATCHES = 1_000;

  private final ProcessStore store;
  private final Processes processes;
  private final HistorySettings settings;

  HistorySteps(ProcessStore store, Processes processes, HistorySettings settings) {
    this.store = store;
    this.processes = processes;
    this.settings = settings;
  }

  /** Forgets all that has been kept long enough; answers how many processes. */
  public int forgetOld() {
    int forgotten = 0;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      List<UUID> old = store.endedBefore(settings.kept(), settings.batch());
      processes.forget(old);
      forgotten += old.size();
      if (old.size() < settings.batch()) {
        break;
      }
    }
    if (forgotten > 0) {
      log.info(
          "{} processes that ended {} ago or earlier are forgotten", forgotten, settings.kept());
    }
    return forgotten;
  }
}
