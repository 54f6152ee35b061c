package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import dev.caravan.waiting.Waits;
import dev.caravan.workflow.Asked;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** Deploys, shows, scales and deletes infrastructure over HTTP. */
@RestController
@RequestMapping("/api/v1/deployments")
@Tag(name = "Deployments", description = "Infrastructure on OpenStack clouds")
class DeploymentController {

  private final Deployments deployments;
  private final DeploymentStore store;
  private final ResourceStore resources;
  private final DeploymentViews views;
  private final DeploymentEvents events;

  DeploymentController(
      Deployments deployments,
      DeploymentStore store,
      ResourceStore resources,
      DeploymentViews views,
      DeploymentEvents events) {
    this.deployments = deployments;
    this.store = store;
    this.resources = resources;
    this.views = views;
    this.events = events;
  }

  /** What is asked for. */
  record NewDeployment(
      @Schema(
              example = "shop",
              pattern = "^[a-z0-9][a-z0-9-]{0,38}$",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String name,
      @Schema(
              example = "web-app-stack",
              pattern = "\\S",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String template,
      @Schema(example = "sandbox", pattern = "\\S", requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String cloudRegion,
      @Schema(type = "object", description = "What the template asks for")
          @Nullable JsonNode parameters,
      @Nullable Boolean dryRun) {

    NewDeployment {
      List<InputProblem> problems = new ArrayList<>();
      if (name == null || !name.matches("[a-z0-9][a-z0-9-]{0,38}")) {
        problems.add(
            new InputProblem(
                "/name", "must be 1 to 39 lower-case letters, digits and hyphens, such as shop"));
      }
      if (template == null || template.isBlank()) {
        problems.add(new InputProblem("/template", "is missing"));
      }
      if (cloudRegion == null || cloudRegion.isBlank()) {
        problems.add(new InputProblem("/cloud_region", "is missing"));
      }
      if (!problems.isEmpty()) {
        throw PermanentFailure.validation("The deployment has problems", problems);
      }
    }
  }

  /** How many servers of a type there are to be. */
  record NewCount(
      @Schema(example = "web", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String vmType,
      @Schema(
              example = "5",
              minimum = "0",
              maximum = "1000",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable Integer targetCount,
      @Schema(
              description =
                  "Needed where more than a third of the servers of the type and more than five"
                      + " would go (both by configuration)")
          @Nullable Boolean confirm) {

    NewCount {
      if (vmType == null || targetCount == null) {
        throw PermanentFailure.validation(
            "The scaling has problems",
            List.of(new InputProblem(vmType == null ? "/vm_type" : "/target_count", "is missing")));
      }
    }
  }

  /** Whether what is missing is to be made again. */
  record NewCheck(
      @Nullable Boolean repair,
      @Schema(
              description =
                  "Needed where more than a third of the servers and more than five would be made"
                      + " again (both by configuration)")
          @Nullable Boolean confirm) {}

  @PostMapping
  @Operation(summary = "Deploy a template; answered once the deployment is committed")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<DeploymentView> deploy(@RequestBody NewDeployment wanted, Principal user) {
    JsonNode given = wanted.parameters();
    Deployment deployment =
        deployments.deploy(
            String.valueOf(wanted.name()),
            String.valueOf(wanted.template()),
            String.valueOf(wanted.cloudRegion()),
            given == null || given.isNull() ? JsonNodeFactory.instance.objectNode() : given,
            Boolean.TRUE.equals(wanted.dryRun()),
            Asked.by(user));
    return accepted(deployment, List.of());
  }

  @GetMapping
  @Operation(summary = "List deployments, the newest first")
  Page<DeploymentView> list(
      @Parameter(
              schema =
                  @Schema(
                      allowableValues = {
                        "PENDING",
                        "IN_PROGRESS",
                        "COMPLETED",
                        "FAILED",
                        "SCALING",
                        "CONFIGURING",
                        "DELETING",
                        "DELETED"
                      }))
          @RequestParam(name = "status", required = false)
          @Nullable String status,
      @RequestParam(name = "template", required = false) @Nullable String template,
      @RequestParam(name = "cloud_region", required = false) @Nullable String cloud,
      PageRequest page) {
    DeploymentStatus wanted = status == null ? null : DeploymentStatus.valueOf(status);
    Page<Deployment> shown = Page.of(store.list(wanted, template, cloud, page), page);
    Map<UUID, List<Resource>> standing =
        resources.shown(shown.items().stream().map(Deployment::id).toList());
    return shown.map(row -> views.of(row, standing.getOrDefault(row.id(), List.of())));
  }

  @GetMapping("/{id}")
  @Waits(on = DeploymentUnrest.class)
  @Operation(summary = "Show a deployment with its resources, progress and error")
  DeploymentView get(@PathVariable("id") UUID id) {
    return views.of(store.require(id), resources.shown(id));
  }

  @DeleteMapping("/{id}")
  @Operation(summary = "Take away everything that was made for a deployment")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<DeploymentView> delete(@PathVariable("id") UUID id, Principal user) {
    return accepted(deployments.delete(id, Asked.by(user)));
  }

  @PostMapping("/{id}/scale")
  @Operation(summary = "Have more, or fewer, servers of a type; the last ones go first")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<DeploymentView> scale(
      @PathVariable("id") UUID id, @RequestBody NewCount wanted, Principal user) {
    Integer count = wanted.targetCount();
    return accepted(
        deployments.scale(
            id,
            String.valueOf(wanted.vmType()),
            count == null ? 0 : count,
            Boolean.TRUE.equals(wanted.confirm()),
            Asked.by(user)));
  }

  @PostMapping("/{id}/check")
  @Operation(summary = "Compare with what the cloud has; make again what is missing, if wanted")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<DeploymentView> check(
      @PathVariable("id") UUID id,
      @RequestBody(required = false) @Nullable NewCheck wanted,
      Principal user) {
    boolean repair = wanted != null && Boolean.TRUE.equals(wanted.repair());
    boolean confirmed = wanted != null && Boolean.TRUE.equals(wanted.confirm());
    return accepted(deployments.check(id, repair, confirmed, Asked.by(user)));
  }

  @GetMapping("/{id}/events")
  @Waits(on = DeploymentUnrest.class)
  @Operation(summary = "List what happened to a deployment, the oldest first")
  Page<DeploymentEvents.Event> events(@PathVariable("id") UUID id, PageRequest page) {
    store.require(id);
    return Page.of(events.list(id, page), page, event -> Cursor.of(event.id()));
  }

  private ResponseEntity<DeploymentView> accepted(Deployment deployment) {
    return accepted(deployment, resources.shown(deployment.id()));
  }

  private ResponseEntity<DeploymentView> accepted(Deployment deployment, List<Resource> standing) {
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/deployments/" + deployment.id()))
        .body(views.of(deployment, standing));
  }
}
