package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.infrastructure.NetBoxRecord.Machine;
import dev.caravan.netbox.Conversation;
import dev.caravan.netbox.NetBoxProperties;
import dev.caravan.worker.Step;
import dev.caravan.workflow.Processes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Records deployments in NetBox, where that is wanted: by a process of its own, so that a NetBox
 * that is away neither fails nor delays a deployment.
 */
@Component
public class NetBoxRecordSteps {

  static final String WORKFLOW = "record-infrastructure";
  private static final String BY = "caravan";

  private final DeploymentStore deployments;
  private final ResourceStore resources;
  private final Processes processes;
  private final NetBoxProperties netbox;
  private final ObjectMapper json;
  private final Clock clock;
  private final boolean wanted;

  NetBoxRecordSteps(
      DeploymentStore deployments,
      ResourceStore resources,
      Processes processes,
      NetBoxProperties netbox,
      ObjectMapper json,
      Clock clock,
      @Value("${caravan.infrastructure.netbox-record:false}") boolean wanted) {
    this.deployments = deployments;
    this.resources = resources;
    this.processes = processes;
    this.netbox = netbox;
    this.json = json;
    this.clock = clock;
    this.wanted = wanted;
  }

  /** An operation has ended, well or not; the process is committed with its end. */
  void changed(UUID deployment) {
    if (wanted) {
      ObjectNode form = json.createObjectNode().put("deployment_id", deployment.toString());
      processes.start(WORKFLOW, form, BY, UUID.randomUUID().toString());
    }
  }

  /** What is to be said to NetBox, so that it shows what stands. */
  public Conversation record(Step step) {
    Deployment deployment = deployments.require(step);
    return NetBoxRecord.conversation(deployment, new Book(deployment.id()), netbox.batchSize());
  }

  /** The outputs of the step. */
  public Map<String, Object> recorded(Step step) {
    JsonNode noted = deployments.require(step).metadata().at("/netbox/virtual_machines");
    return Map.of("virtual_machines", noted.asInt());
  }

  private final class Book implements NetBoxRecord.Book {

    private final UUID id;

    Book(UUID id) {
      this.id = id;
    }

    @Override
    public List<Machine> machines() {
      Deployment deployment = deployments.require(id);
      List<Resource> standing = resources.standing(id);
      Map<String, String> addresses = addresses(standing);
      List<Machine> machines = new ArrayList<>();
      for (Resource each : standing) {
        if (each.kind() == ResourceKind.SERVER && each.state() == ResourceState.PRESENT) {
          machines.add(machine(deployment, each, addresses.get(each.name())));
        }
      }
      return machines;
    }

    @Override
    public boolean changing() {
      return deployments.require(id).operation() != null;
    }

    @Override
    public void recorded(int machines) {
      ObjectNode note = json.createObjectNode();
      note.putObject("netbox")
          .put("recorded_at", clock.instant().toString())
          .put("virtual_machines", machines);
      deployments.recorded(id, note);
    }
  }

  private static Machine machine(Deployment deployment, Resource server, @Nullable String address) {
    JsonNode flavor = deployment.plan().path("flavors").path(server.spec().path("flavor").asText());
    return new Machine(
        deployment.name() + "-" + server.name(),
        status(server.status()),
        figure(flavor, "vcpus"),
        figure(flavor, "ram_mb"),
        address);
  }

  private static @Nullable Integer figure(JsonNode flavor, String name) {
    return flavor.path(name).isInt() ? flavor.path(name).intValue() : null;
  }

  /** In NetBox's words; not yet looked at is not yet built. */
  private static String status(@Nullable String status) {
    if (status == null) {
      return "staged";
    }
    return switch (status) {
      case "ACTIVE" -> "active";
      case "ERROR" -> "failed";
      case "BUILD" -> "staged";
      default -> "offline";
    };
  }

  /** By port, which is called as its server is. */
  private static Map<String, String> addresses(List<Resource> standing) {
    Map<String, Integer> lengths = new HashMap<>();
    Map<String, String> addresses = new HashMap<>();
    for (Resource each : standing) {
      if (each.kind() == ResourceKind.SUBNET) {
        Optional<Cidr> cidr = Cidr.parse(each.spec().path("cidr").asText());
        cidr.ifPresent(known -> lengths.put(each.name(), known.prefix()));
      }
    }
    for (Resource each : standing) {
      if (each.kind() == ResourceKind.PORT && each.address() != null) {
        int length = lengths.getOrDefault(each.spec().path("subnet").asText(), 32);
        addresses.put(each.name(), each.address() + "/" + length);
      }
    }
    return addresses;
  }
}
