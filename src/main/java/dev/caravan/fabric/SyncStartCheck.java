package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.workflow.StartCheck;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A sync starts by what holds the fabric for it, not by its workflow's name alone. */
@Component
class SyncStartCheck implements StartCheck {

  private final ScheduleStore schedules;

  SyncStartCheck(ScheduleStore schedules) {
    this.schedules = schedules;
  }

  @Override
  public String workflow() {
    return SyncRuns.WORKFLOW;
  }

  @Override
  public List<InputProblem> check(UUID process, JsonNode form) {
    UUID fabric = UUID.fromString(form.path("fabric_id").asText());
    return schedules.find(fabric).filter(each -> process.equals(each.runId())).isPresent()
        ? List.of()
        : List.of(
            new InputProblem(
                "/fabric_id",
                "is not held for this: use POST /api/v1/fabrics/{id}/sync, which starts this workflow"));
  }
}
