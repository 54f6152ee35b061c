package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import dev.caravan.waiting.Waits;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Starts, shows, cancels and resumes processes over HTTP. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Processes", description = "Runs of workflows")
class ProcessController {

  private final Processes processes;
  private final ProcessReader reader;

  ProcessController(Processes processes, ProcessReader reader) {
    this.processes = processes;
    this.reader = reader;
  }

  @PostMapping("/workflows/{name}")
  @Operation(summary = "Start a workflow with its form data; answered once the run is committed")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<ProcessView> start(
      @PathVariable("name") String name,
      @RequestBody(required = false) @Nullable JsonNode form,
      Principal user) {
    JsonNode data = form == null || form.isNull() ? JsonNodeFactory.instance.objectNode() : form;
    UUID id = processes.start(name, data, user.getName(), Asked.by(user).requestId());
    return accepted(id);
  }

  @GetMapping("/processes")
  @Operation(summary = "List processes, the newest first")
  Page<ProcessView> list(
      @RequestParam(name = "workflow", required = false) @Nullable String workflow,
      @Parameter(
              schema =
                  @Schema(
                      allowableValues = {
                        "created",
                        "running",
                        "waiting",
                        "completed",
                        "failed",
                        "cancelled"
                      }))
          @RequestParam(name = "status", required = false)
          @Nullable String status,
      @RequestParam(name = "created_after", required = false) @Nullable Instant createdAfter,
      PageRequest page) {
    ProcessFilter filter = new ProcessFilter(workflow, status, createdAfter);
    return Page.of(reader.list(filter, page), page);
  }

  @GetMapping("/processes/{id}")
  @Waits(on = ProcessUnrest.class)
  @Operation(summary = "Show a process with its variables, progress, error and summary")
  ProcessView get(@PathVariable("id") UUID id) {
    return reader.get(id);
  }

  @GetMapping("/processes/{id}/status")
  @Waits(on = ProcessUnrest.class)
  @Operation(summary = "Show where a process stands, without its variables")
  StatusView status(@PathVariable("id") UUID id) {
    return reader.status(id);
  }

  @GetMapping("/processes/{id}/steps")
  @Waits(on = ProcessUnrest.class)
  @Operation(summary = "List the steps of a process with every attempt")
  Page<StepView> steps(@PathVariable("id") UUID id) {
    return new Page<>(reader.steps(id), null);
  }

  @DeleteMapping("/processes/{id}")
  @Operation(summary = "Cancel a process; it is cancelled once its running steps have let go")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<ProcessView> cancel(@PathVariable("id") UUID id, Principal user) {
    processes.cancel(id, user.getName(), Asked.by(user).requestId());
    return accepted(id);
  }

  @PostMapping("/processes/{id}/resume")
  @Operation(summary = "Run the permanently failed steps of a process again")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<ProcessView> resume(
      @PathVariable("id") UUID id,
      @RequestBody(required = false) @Nullable Resumption resumption,
      Principal user) {
    Map<String, JsonNode> variables =
        Optional.ofNullable(resumption).map(Resumption::variables).orElse(Map.of());
    processes.resume(id, variables, user.getName(), Asked.by(user).requestId());
    return accepted(id);
  }

  /**
   * What may be changed before failed steps run again.
   *
   * @param variables process variables to set
   */
  record Resumption(@Nullable Map<String, JsonNode> variables) {}

  private ResponseEntity<ProcessView> accepted(UUID id) {
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/processes/" + id))
        .body(reader.get(id));
  }
}
