package dev.caravan.fabric;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.workflow.ProcessChanged;
import dev.caravan.workflow.ProcessStatus;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A run ends with its process, whoever ended that, in the same transaction. */
@Component
class SyncProcessWatch {

  private final SyncRunStore runs;
  private final ChangeStore changes;
  private final SyncRuns sync;
  private final ObjectMapper json;

  SyncProcessWatch(SyncRunStore runs, ChangeStore changes, SyncRuns sync, ObjectMapper json) {
    this.runs = runs;
    this.changes = changes;
    this.sync = sync;
    this.json = json;
  }

  @EventListener
  void changed(ProcessChanged change) {
    boolean cancelled = change.status() == ProcessStatus.CANCELLED;
    if (change.workflow().equals(SyncRuns.WORKFLOW)
        && (cancelled || change.status() == ProcessStatus.FAILED)) {
      runs.find(change.processId())
          .filter(run -> !run.ended())
          .ifPresent(run -> end(run, change, cancelled));
    }
  }

  private void end(SyncRun run, ProcessChanged change, boolean cancelled) {
    ObjectNode error = json.createObjectNode();
    error.put("type", cancelled ? "CANCELLED" : "STEP_FAILED");
    error.put(
        "message",
        cancelled
            ? "The run was cancelled by " + change.by()
            : "A step failed for good; process %s says why".formatted(change.processId()));
    sync.failed(run, cancelled ? "cancelled" : "failed", changes.counts(run.id()), error);
  }
}
