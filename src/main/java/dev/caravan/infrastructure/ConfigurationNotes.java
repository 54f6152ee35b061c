package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.ansible.PlaybookRun;
import dev.caravan.ansible.PlaybookRuns;
import dev.caravan.ansible.RunState;
import dev.caravan.worker.Step;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What a deployment says of the playbook that was run on it last. */
@Component
class ConfigurationNotes {

  private final PlaybookRuns runs;
  private final ObjectMapper json;

  ConfigurationNotes(PlaybookRuns runs, ObjectMapper json) {
    this.runs = runs;
    this.json = json;
  }

  /** For the deployment's metadata; absent where the operation is no configuring. */
  Optional<ObjectNode> noteOf(Step step) {
    return step.inputs().containsKey("run_id")
        ? Optional.of(note(runs.require(run(step))))
        : Optional.empty();
  }

  /** Whether a host is among those that a step's playbook was run on. */
  boolean concerns(Step step, String host) {
    return step.inputs().containsKey("run_id") && runs.require(run(step)).recap().has(host);
  }

  private ObjectNode note(PlaybookRun run) {
    boolean configured = run.state() == RunState.SUCCEEDED;
    ObjectNode note = json.createObjectNode();
    note.put("configured", configured);
    note.put("playbook", run.playbook());
    note.put(
        "configured_at",
        Optional.ofNullable(run.endedAt())
            .filter(at -> configured)
            .map(Object::toString)
            .orElse(null));
    note.put("configuration_run_id", run.id().toString());
    note.set("recap", run.recap());
    return note;
  }

  /** A run that was interrupted is not run again. */
  void giveUp(Step step) {
    runs.close(run(step), RunState.GIVEN_UP);
  }

  void cancelled(Deployment deployment) {
    runs.latest(deployment.id()).ifPresent(run -> runs.close(run.id(), RunState.CANCELLED));
  }

  private static UUID run(Step step) {
    return UUID.fromString(String.valueOf(step.inputs().get("run_id")));
  }
}
