package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.bpmn.BpmnDrawing;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.util.List;
import org.flowable.engine.repository.ProcessDefinition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows workflows over HTTP: what there is to start, with which form, and how it looks. */
@RestController
@RequestMapping("/api/v1/workflows")
@Tag(name = "Workflows", description = "What can be started")
class WorkflowController {

  private static final String SVG = "image/svg+xml";

  private final WorkflowStore store;
  private final Retirement retirement;

  WorkflowController(WorkflowStore store, Retirement retirement) {
    this.store = store;
    this.retirement = retirement;
  }

  @GetMapping
  @Operation(
      summary =
          "List workflows by name, each in its newest version: those that can be started, or those"
              + " that are retired")
  Page<WorkflowView> list(
      @Parameter(
              schema =
                  @Schema(
                      allowableValues = {WorkflowView.ACTIVE, WorkflowView.RETIRED},
                      defaultValue = WorkflowView.ACTIVE))
          @RequestParam(name = "status", defaultValue = WorkflowView.ACTIVE)
          String status,
      PageRequest page) {
    String after = page.after().map(cursor -> cursor.text(0)).orElse("");
    List<ProcessDefinition> rows =
        store.all().stream()
            .filter(workflow -> WorkflowView.statusOf(workflow).equals(status))
            .filter(workflow -> workflow.getKey().compareTo(after) > 0)
            .limit(page.rowsToRead())
            .toList();
    return Page.of(rows, page, workflow -> Cursor.of(workflow.getKey())).map(store::view);
  }

  @GetMapping("/{name}")
  @Operation(summary = "Show a workflow with its steps")
  ResponseEntity<WorkflowView> get(@PathVariable("name") String name) {
    ProcessDefinition workflow = store.get(name);
    return tagged(workflow).body(store.view(workflow));
  }

  @DeleteMapping("/{name}")
  @Operation(
      summary =
          "Retire a workflow that no process runs of, or cancel those first (cancel=true): it cannot"
              + " be started, what ran is kept; a start of Caravan that finds its file brings it back")
  WorkflowView retire(
      @PathVariable("name") String name,
      @RequestParam(name = "cancel", defaultValue = "false") boolean cancel,
      Principal user) {
    retirement.retire(name, cancel, user.getName(), Asked.by(user).requestId());
    return store.view(store.get(name));
  }

  @GetMapping("/{name}/form")
  @Operation(summary = "Show the start form as a JSON Schema (2020-12)")
  ResponseEntity<JsonNode> form(@PathVariable("name") String name) {
    ProcessDefinition workflow = store.get(name);
    return tagged(workflow).body(store.form(workflow).document());
  }

  @GetMapping(path = "/{name}/diagram", produces = MediaType.APPLICATION_XML_VALUE)
  @Operation(summary = "Show the diagram: the BPMN file as it was deployed, or a picture as SVG")
  ResponseEntity<byte[]> diagram(@PathVariable("name") String name) {
    ProcessDefinition workflow = store.get(name);
    return tagged(workflow).body(store.source(workflow));
  }

  @GetMapping(path = "/{name}/diagram", produces = SVG)
  @Operation(summary = "Show the diagram: the BPMN file as it was deployed, or a picture as SVG")
  ResponseEntity<byte[]> picture(@PathVariable("name") String name) {
    ProcessDefinition workflow = store.get(name);
    return tagged(workflow).body(BpmnDrawing.svg(store.source(workflow)));
  }

  private static ResponseEntity.BodyBuilder tagged(ProcessDefinition workflow) {
    String tag = "%s-%d".formatted(workflow.getKey(), workflow.getVersion());
    return ResponseEntity.ok().eTag(workflow.isSuspended() ? tag + "-retired" : tag);
  }
}
