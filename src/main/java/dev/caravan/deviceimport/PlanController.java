package dev.caravan.deviceimport;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import dev.caravan.waiting.Waits;
import dev.caravan.workflow.ProcessUnrest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what an import would do, or has done: the plan of each definition that has one. */
@RestController
@RequestMapping("/api/v1/processes/{id}/plan")
@Tag(name = "Imports", description = "What becomes of a library's definitions")
class PlanController {

  private final PlanStore store;

  PlanController(PlanStore store) {
    this.store = store;
  }

  @GetMapping
  @Waits(on = ProcessUnrest.class)
  @Operation(summary = "List what an import creates and changes, definition by definition")
  Page<PlannedDefinition> plan(@PathVariable("id") UUID process, PageRequest page) {
    if (!store.processExists(process)) {
      throw PermanentFailure.notFound("There is no process " + process);
    }
    return Page.of(store.list(process, page), page, planned -> Cursor.of(planned.path()));
  }
}
