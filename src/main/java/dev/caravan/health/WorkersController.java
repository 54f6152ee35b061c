package dev.caravan.health;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who is there to do the work. */
@RestController
@Tag(name = "health")
class WorkersController {

  private final WorkerStore store;

  WorkersController(WorkerStore store) {
    this.store = store;
  }

  @GetMapping("/api/v1/workers")
  @Operation(summary = "List nodes and topics: last beat, slots, what runs, what waits for nobody")
  ResponseEntity<WorkersView> workers() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(new WorkersView(store.nodes(), store.topics()));
  }
}
