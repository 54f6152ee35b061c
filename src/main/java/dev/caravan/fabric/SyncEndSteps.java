package dev.caravan.fabric;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.worker.Step;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How runs end. */
@Component
public class SyncEndSteps {

  private final FabricStore fabrics;
  private final ComparedStore compared;
  private final KindStore kinds;
  private final SyncRunStore runs;
  private final ChangeStore changes;
  private final SyncRuns sync;
  private final ObjectMapper json;

  SyncEndSteps(
      FabricStore fabrics,
      ComparedStore compared,
      KindStore kinds,
      SyncRunStore runs,
      ChangeStore changes,
      SyncRuns sync,
      ObjectMapper json) {
    this.fabrics = fabrics;
    this.compared = compared;
    this.kinds = kinds;
    this.runs = runs;
    this.changes = changes;
    this.sync = sync;
    this.json = json;
  }

  /** All was compared, and what was to be applied was. */
  public Map<String, Object> complete(Step step) {
    SyncRun run = runs.require(step);
    Fabric fabric = fabrics.require(run.fabricId());
    ObjectNode drift = compared.drift(fabric.id());
    String outcome =
        run.dryRun()
            ? "planned"
            : compared.differs(fabric, kinds.named(fabric)) ? "out_of_sync" : "in_sync";
    ObjectNode counts = counts(run, fabric);
    sync.succeeded(run, outcome, counts, drift);
    return Map.of("summary", summary(run, outcome).set("drift", drift));
  }

  /** By kind: what was done to how many, and how many were left as they were. */
  private ObjectNode counts(SyncRun run, Fabric fabric) {
    ObjectNode counts = changes.counts(run.id());
    Map<String, Long> all = compared.byKind(fabric.id());
    all.forEach(
        (kind, total) -> {
          ObjectNode of = counts.withObjectProperty(kind);
          long changed = 0;
          for (String result : List.of("created", "updated", "failed", "planned")) {
            changed += of.path(result).asLong();
          }
          long unchanged = Math.max(0, total - changed);
          if (unchanged > 0) {
            of.put("unchanged", unchanged);
          }
        });
    return counts;
  }

  /** It could not be compared; why is among the inputs. */
  public Map<String, Object> fail(Step step) {
    SyncRun run = runs.require(step);
    ObjectNode error = json.valueToTree(step.inputs().getOrDefault("error", Map.of()));
    sync.failed(run, "failed", changes.counts(run.id()), error);
    return Map.of("summary", summary(run, "error").set("error", error));
  }

  /** What whoever started the process is told of it. */
  private ObjectNode summary(SyncRun run, String outcome) {
    ObjectNode summary = json.createObjectNode();
    summary.put("fabric_id", run.fabricId().toString());
    summary.put("run_id", run.id().toString());
    summary.put("request_id", run.requestId());
    summary.put("outcome", outcome);
    summary.put("dry_run", run.dryRun());
    summary.put("commit", run.commit());
    return summary;
  }
}
