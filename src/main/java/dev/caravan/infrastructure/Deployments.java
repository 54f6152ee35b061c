package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.openstack.Clouds;
import dev.caravan.workflow.Asked;
import dev.caravan.workflow.FormLimit;
import dev.caravan.workflow.Processes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts operations on deployments; the row and its process are committed together. */
@Component
class Deployments {

  private final DeploymentStore store;
  private final ResourceStore resources;
  private final DeploymentEvents events;
  private final Templates templates;
  private final FormLimit forms;
  private final Clouds clouds;
  private final Processes processes;
  private final InfrastructureProperties limits;
  private final TransactionTemplate transaction;
  private final ObjectMapper json;
  private final Clock clock;

  Deployments(
      DeploymentStore store,
      ResourceStore resources,
      DeploymentEvents events,
      Templates templates,
      FormLimit forms,
      Clouds clouds,
      Processes processes,
      InfrastructureProperties limits,
      TransactionTemplate transaction,
      ObjectMapper json,
      Clock clock) {
    this.store = store;
    this.resources = resources;
    this.events = events;
    this.templates = templates;
    this.forms = forms;
    this.clouds = clouds;
    this.processes = processes;
    this.limits = limits;
    this.transaction = transaction;
    this.json = json;
    this.clock = clock;
  }

  /**
   * A new deployment.
   *
   * @param dryRun ends with the plan and makes nothing
   */
  Deployment deploy(
      String name,
      String templateName,
      String cloud,
      JsonNode parameters,
      boolean dryRun,
      Asked asked) {
    forms.require("The deployment has problems", "/parameters", parameters);
    Template template = templateOf(templateName);
    ObjectNode completed = completed(template, parameters);
    Blueprint blueprint = Blueprint.of(template, completed);
    refuse(under("/blueprint", BlueprintCheck.of(blueprint)));
    requireCloud(cloud);
    UUID process = UUID.randomUUID();
    Deployment deployment =
        new Deployment(
            UUID.randomUUID(),
            name,
            DeploymentStatus.PENDING,
            template.name(),
            template.version(),
            cloud,
            completed,
            blueprint.content(),
            NullNode.getInstance(),
            dryRun ? json.createObjectNode().put("dry_run", true) : json.createObjectNode(),
            NullNode.getInstance(),
            NullNode.getInstance(),
            OperationKind.DEPLOY.workflow(),
            process,
            asked.by(),
            clock.instant(),
            clock.instant(),
            null,
            null);
    transaction.executeWithoutResult(
        status -> {
          store.insert(deployment);
          begin(deployment.id(), OperationKind.DEPLOY, process, json.createObjectNode(), asked);
        });
    // As it was committed: its process may be further by now.
    return deployment;
  }

  private Template templateOf(String name) {
    try {
      return templates.require(name);
    } catch (PermanentFailure unknown) {
      throw PermanentFailure.validation(
          "The deployment has problems",
          List.of(new InputProblem("/template", "there is no template named " + name)));
    }
  }

  private ObjectNode completed(Template template, JsonNode parameters) {
    try {
      return templates.schemaOf(template).completed(parameters);
    } catch (PermanentFailure wrong) {
      List<InputProblem> problems = new ArrayList<>();
      if (wrong.details().get("errors") instanceof List<?> errors) {
        errors.forEach(each -> problems.add((InputProblem) each));
      }
      throw PermanentFailure.validation(
          "The deployment has problems", under("/parameters", problems));
    }
  }

  private static List<InputProblem> under(String place, List<InputProblem> problems) {
    return problems.stream()
        .map(each -> new InputProblem(place + each.pointer(), each.message()))
        .toList();
  }

  private void requireCloud(String cloud) {
    Set<String> names = clouds.names();
    String[] words = cloud.split("/", 2);
    if (!names.contains(words[0])) {
      refuse(
          List.of(
              new InputProblem(
                  "/cloud_region",
                  names.isEmpty()
                      ? "no clouds are configured: set OS_CLIENT_CONFIG_FILE to a clouds.yaml"
                      : "there is no such cloud; there are " + String.join(", ", names))));
    }
    List<String> regions = words.length > 1 ? clouds.regions(words[0]) : List.of();
    if (!regions.isEmpty() && !regions.contains(words[1])) {
      refuse(
          List.of(
              new InputProblem(
                  "/cloud_region",
                  "cloud %s has no such region; it has %s"
                      .formatted(words[0], String.join(", ", regions)))));
    }
  }

  private static void refuse(List<InputProblem> problems) {
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The deployment has problems", problems);
    }
  }

  /** Takes everything away; a deployment that is deleted already stays so. */
  Deployment delete(UUID id, Asked asked) {
    Deployment deployment = store.require(id);
    if (deployment.status() == DeploymentStatus.DELETED) {
      return deployment;
    }
    change(deployment, OperationKind.DELETE, json.createObjectNode(), asked);
    return store.require(id);
  }

  /**
   * More or fewer servers of a type.
   *
   * @param confirmed that many servers may go at once
   */
  Deployment scale(UUID id, String type, int target, boolean confirmed, Asked asked) {
    Deployment deployment = store.require(id);
    Map<String, JsonNode> types = new Blueprint(deployment.blueprint()).vms();
    if (!types.containsKey(type)) {
      refuse(
          List.of(
              new InputProblem("/vm_type", "must be one of " + String.join(", ", types.keySet()))));
    }
    requireWhole(deployment);
    ObjectNode content = deployment.blueprint().deepCopy();
    ((ObjectNode) content.path("vm_config").path(type)).put("count", target);
    List<InputProblem> problems = new ArrayList<>(BlueprintCheck.of(new Blueprint(content)));
    // What stands is not held against it, even if a template like it would be refused today.
    problems.removeAll(BlueprintCheck.of(new Blueprint(deployment.blueprint())));
    refuse(under("/blueprint", problems));
    long now =
        resources.of(id, ResourceKind.SERVER, ResourceState.PRESENT).stream()
            .filter(each -> type.equals(each.vmType()))
            .count();
    if (!confirmed && limits.toBeConfirmed(now - target, now)) {
      throw PermanentFailure.conflict(
          "This would remove %d of %d servers of type %s from deployment %s: repeat it with confirm: true if that is meant"
              .formatted(now - target, now, type, deployment.name()));
    }
    ObjectNode form =
        json.createObjectNode()
            .put("vm_type", type)
            .put("target_count", target)
            .put("previous_count", now);
    change(deployment, OperationKind.SCALE, form, asked);
    return store.require(id);
  }

  /** There is no more of what does not stand; who holds it is said by the operation itself. */
  private void requireWhole(Deployment deployment) {
    List<Resource> standing = resources.standing(deployment.id());
    boolean whole =
        !standing.isEmpty()
            && standing.stream().allMatch(each -> each.state() == ResourceState.PRESENT);
    if (deployment.operation() == null && !whole) {
      throw PermanentFailure.conflict(
          standing.isEmpty()
              ? "Deployment %s is %s: nothing of it stands that could be scaled"
                  .formatted(deployment.name(), deployment.status())
              : "Deployment %s is %s and not whole: check it with repair, or delete it"
                  .formatted(deployment.name(), deployment.status()));
    }
  }

  /**
   * Compares it with what its cloud has.
   *
   * @param repair whether what is missing is to be made again
   * @param confirmed that many servers may be made again at once
   */
  Deployment check(UUID id, boolean repair, boolean confirmed, Asked asked) {
    Deployment deployment = store.require(id);
    ObjectNode form = json.createObjectNode().put("repair", repair).put("confirm", confirmed);
    change(deployment, OperationKind.CHECK, form, asked);
    return store.require(id);
  }

  /** Joins the caller's transaction, which has written down the run. */
  void configure(Deployment deployment, UUID run, Asked asked) {
    ObjectNode form = json.createObjectNode().put("run_id", run.toString());
    change(deployment, OperationKind.CONFIGURE, form, asked);
  }

  private void change(
      Deployment deployment, OperationKind operation, ObjectNode form, Asked asked) {
    transaction.executeWithoutResult(
        status -> {
          DeploymentStatus then = operation.status().orElse(deployment.status());
          if (deployment.status() == DeploymentStatus.DELETED
              || (deployment.operation() == null && !deployment.status().mayBecome(then))) {
            throw PermanentFailure.conflict(
                "Deployment %s is %s".formatted(deployment.name(), deployment.status()));
          }
          UUID process = UUID.randomUUID();
          if (!store.hold(deployment.id(), operation, process)) {
            throw held(store.require(deployment.id()));
          }
          begin(deployment.id(), operation, process, form, asked);
          store.become(deployment.id(), then);
        });
  }

  static PermanentFailure held(Deployment held) {
    return PermanentFailure.conflict(
        "Deployment %s is held by %s, process %s: wait for its end, or resume or cancel it"
            .formatted(held.name(), held.operation(), held.processId()));
  }

  private void begin(UUID id, OperationKind operation, UUID process, ObjectNode form, Asked asked) {
    form.put("deployment_id", id.toString());
    processes.start(process, operation.workflow(), form, asked.by(), asked.requestId());
    events.happened(
        id, process, "asked", operation.workflow(), Map.of("by", asked.by(), "form", form));
  }
}
