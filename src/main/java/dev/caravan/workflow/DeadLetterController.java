package dev.caravan.workflow;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows the steps that failed for good, and brings them back. */
@RestController
@RequestMapping("/api/v1/dead-letters")
@Tag(name = "Dead letters", description = "Steps that failed for good")
class DeadLetterController {

  private final DeadLetterStore store;
  private final Processes processes;

  DeadLetterController(DeadLetterStore store, Processes processes) {
    this.store = store;
    this.processes = processes;
  }

  @GetMapping
  @Operation(summary = "List the steps that failed for good")
  Page<DeadLetter> list(PageRequest page) {
    return Page.of(store.list(page), page, letter -> Cursor.of(letter.id()));
  }

  @PostMapping("/{id}/requeue")
  @Operation(summary = "Run one permanently failed step again, with variables corrected if need be")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<DeadLetter> requeue(
      @PathVariable("id") String id,
      @RequestBody(required = false) ProcessController.@Nullable Resumption resumption,
      Principal user) {
    DeadLetter letter =
        store
            .find(id)
            .orElseThrow(() -> PermanentFailure.notFound("There is no dead letter " + id));
    processes.requeue(
        letter.processId(),
        id,
        Optional.ofNullable(resumption)
            .map(ProcessController.Resumption::variables)
            .orElse(Map.of()),
        user.getName(),
        Asked.by(user).requestId());
    return ResponseEntity.accepted().body(letter);
  }
}
