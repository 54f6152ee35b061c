package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ansible.AnsibleCommand;
import dev.caravan.ansible.ExtraVars;
import dev.caravan.ansible.Inventory;
import dev.caravan.ansible.InventoryHost;
import dev.caravan.ansible.PlaybookRuns;
import dev.caravan.ansible.Playbooks;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.workflow.Asked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts the configuring of a deployment's servers by a playbook. */
@Component
class Configuring {

  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]+");

  private final DeploymentStore store;
  private final ResourceStore resources;
  private final Deployments deployments;
  private final Playbooks playbooks;
  private final PlaybookRuns runs;
  private final AnsibleCommand command;
  private final TransactionTemplate transaction;

  Configuring(
      DeploymentStore store,
      ResourceStore resources,
      Deployments deployments,
      Playbooks playbooks,
      PlaybookRuns runs,
      AnsibleCommand command,
      TransactionTemplate transaction) {
    this.store = store;
    this.resources = resources;
    this.deployments = deployments;
    this.playbooks = playbooks;
    this.runs = runs;
    this.command = command;
    this.transaction = transaction;
  }

  /**
   * Runs a playbook on servers of a deployment.
   *
   * @param inventory group to list of servers; missing for all, by their types
   */
  Deployment configure(
      UUID id, String playbook, JsonNode inventory, JsonNode extraVars, Asked asked) {
    Deployment deployment = store.require(id);
    if (deployment.operation() != null) {
      throw Deployments.held(deployment);
    }
    List<InventoryHost> hosts = hosts(deployment);
    List<InputProblem> problems = new ArrayList<>(ExtraVars.problems(extraVars));
    playbooks.problem(playbook).ifPresent(problems::add);
    Inventory chosen =
        inventory.isMissingNode()
            ? Inventory.byType(hosts)
            : Inventory.chosen(inventory, hosts, problems);
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The configuring has problems", problems);
    }
    command.requireInstalled();
    transaction.executeWithoutResult(
        status -> {
          UUID run = runs.ask(id, playbooks.require(playbook), chosen, extraVars, asked.by());
          deployments.configure(deployment, run, asked);
        });
    return store.require(id);
  }

  /** The servers that stand and have an address. */
  private List<InventoryHost> hosts(Deployment deployment) {
    Map<String, String> addresses = new HashMap<>();
    resources
        .of(deployment.id(), ResourceKind.PORT, ResourceState.PRESENT)
        .forEach(
            port -> {
              if (port.address() != null && ADDRESS.matcher(port.address()).matches()) {
                addresses.put(port.name(), port.address());
              }
            });
    List<InventoryHost> hosts = new ArrayList<>();
    for (Resource server :
        resources.of(deployment.id(), ResourceKind.SERVER, ResourceState.PRESENT)) {
      String address = addresses.get(server.name());
      if (address != null) {
        hosts.add(
            new InventoryHost(
                deployment.name() + "-" + server.name(),
                server.name(),
                address,
                String.valueOf(server.vmType())));
      }
    }
    if (hosts.isEmpty()) {
      throw PermanentFailure.conflict(
          "Deployment %s is %s and has no servers that could be configured"
              .formatted(deployment.name(), deployment.status()));
    }
    return hosts;
  }
}
