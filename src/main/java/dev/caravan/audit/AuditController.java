package dev.caravan.audit;

import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows admins what happened. */
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "audit", description = "Who did what, when and from where")
class AuditController {

  private final AuditStore store;

  AuditController(AuditStore store) {
    this.store = store;
  }

  @GetMapping
  @Operation(summary = "List what happened, the latest first")
  Page<AuditEntry> listAuditEntries(
      @Parameter(description = "A username, api-key:<name>, system or anonymous", example = "alice")
          @RequestParam(name = "actor", required = false)
          @Nullable String actor,
      @Parameter(example = "process.completed") @RequestParam(name = "action", required = false)
          @Nullable String action,
      @Parameter(description = "The type or the id of what was acted on", example = "users")
          @RequestParam(name = "object", required = false)
          @Nullable String object,
      @RequestParam(name = "request_id", required = false) @Nullable String requestId,
      @Parameter(description = "Not before") @RequestParam(name = "from", required = false)
          @Nullable Instant from,
      @Parameter(description = "Before") @RequestParam(name = "to", required = false)
          @Nullable Instant to,
      PageRequest page) {
    return store.list(new AuditFilter(actor, action, object, requestId, from, to), page);
  }
}
