package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows over HTTP what waits for a person, and takes the answers. */
@RestController
@RequestMapping("/api/v1/tasks")
@Tag(name = "Tasks", description = "What waits for a person")
class TaskController {

  private final Tasks tasks;
  private final ProcessReader processes;

  TaskController(Tasks tasks, ProcessReader processes) {
    this.tasks = tasks;
    this.processes = processes;
  }

  @GetMapping
  @Operation(summary = "List what waits for a person, with its form; who waited longest first")
  Page<TaskView> list(
      @RequestParam(name = "process", required = false) @Nullable UUID process,
      @RequestParam(name = "workflow", required = false) @Nullable String workflow,
      PageRequest page) {
    return Page.of(
        tasks.list(process, workflow, page), page, task -> Cursor.of(task.createdAt(), task.id()));
  }

  /**
   * A person's answer.
   *
   * @param variables what the task's form asks for
   */
  record Completion(@Nullable Map<String, JsonNode> variables) {

    ObjectNode asObject() {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      Optional.ofNullable(variables).ifPresent(given -> given.forEach(object::set));
      return object;
    }
  }

  @PostMapping("/{id}/complete")
  @Operation(summary = "Complete a task with its variables; answered with the process")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<ProcessView> complete(
      @PathVariable("id") String id,
      @RequestBody(required = false) @Nullable Completion completion,
      Principal user) {
    ObjectNode variables =
        Optional.ofNullable(completion).orElseGet(() -> new Completion(null)).asObject();
    UUID process = tasks.complete(id, variables, user.getName(), Asked.by(user).requestId());
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/processes/" + process))
        .body(processes.get(process));
  }
}
