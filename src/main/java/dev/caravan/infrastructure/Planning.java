package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import dev.caravan.openstack.OpenStackService;
import dev.caravan.openstack.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Asks the cloud, before anything is made, for the ids of what the resources name and for room in
 * the quota; a plan that cannot fit fails with every reason at once.
 */
final class Planning {

  private final Deployment deployment;
  private final List<Resource> wanted;
  private final String activity;
  private final KnownNames known;
  private final ObjectNode plan = JsonNodeFactory.instance.objectNode();
  private final List<String> problems = new ArrayList<>();
  private final List<Refusal> kinds = new ArrayList<>();

  /**
   * For one step.
   *
   * @param wanted what is to be made
   */
  Planning(Deployment deployment, List<Resource> wanted, String activity, KnownNames known) {
    this.known = known;
    this.deployment = deployment;
    this.wanted = wanted;
    this.activity = activity;
  }

  /** The last answer hands over the plan. */
  Conversation conversation(Consumer<ObjectNode> done) {
    Conversation talk = new Conversation(deployment.cloudRegion());
    SortedSet<String> flavors = unknown("flavors", named(ResourceKind.SERVER, "flavor"));
    if (!flavors.isEmpty()) {
      talk.ask(get(OpenStackService.COMPUTE, "/flavors/detail", ""), a -> flavors(flavors, a));
    }
    for (String image : unknown("images", named(ResourceKind.SERVER, "image"))) {
      talk.ask(image(image), answer -> image(image, answer));
    }
    for (String key : named(ResourceKind.SERVER, "key_pair")) {
      talk.ask(
          get(OpenStackService.COMPUTE, "/os-keypairs/" + OpenStackRequest.encoded(key), ""),
          answer -> keyPair(key, answer));
    }
    for (String network : named(ResourceKind.ROUTER, "external_network")) {
      String query = "router:external=true&name=" + OpenStackRequest.encoded(network);
      talk.ask(
          get(OpenStackService.NETWORK, "/networks", query),
          answer -> externalNetwork(network, answer));
    }
    talk.ask(get(OpenStackService.COMPUTE, "/limits", ""), this::compute);
    talk.ask(
        get(OpenStackService.NETWORK, "/quotas/{project}/details", ""),
        answer -> {
          network(answer);
          decide();
          done.accept(plan);
        });
    return talk;
  }

  /** Those that the cloud is to be asked for; the others are in the plan by this. */
  private SortedSet<String> unknown(String kind, SortedSet<String> names) {
    names.removeIf(
        name -> {
          Optional<ObjectNode> said = known.find(deployment.cloudRegion(), kind, name);
          said.ifPresent(content -> plan.withObjectProperty(kind).set(name, content));
          return said.isPresent();
        });
    return names;
  }

  private SortedSet<String> named(ResourceKind kind, String field) {
    SortedSet<String> names = new TreeSet<>();
    for (Resource each : wanted) {
      String name = each.spec().path(field).asText("");
      if (each.kind() == kind && !name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  private void flavors(SortedSet<String> names, OpenStackAnswer answer) {
    require(answer, "Listing flavors");
    for (String name : names) {
      JsonNode found = null;
      for (JsonNode flavor : answer.body().path("flavors")) {
        if (flavor.path("id").asText().equals(name) || flavor.path("name").asText().equals(name)) {
          found = flavor;
        }
      }
      if (found == null) {
        problem(Refusal.NOT_FOUND, "Flavor %s could not be found.".formatted(name));
      } else {
        ObjectNode kept = plan.withObjectProperty("flavors").putObject(name);
        kept.put("id", found.path("id").asText());
        kept.put("name", found.path("name").asText());
        kept.put("vcpus", found.path("vcpus").asInt());
        kept.put("ram_mb", found.path("ram").asInt());
        known.learn(deployment.cloudRegion(), "flavors", name, kept);
      }
    }
  }

  private static OpenStackRequest image(String name) {
    return name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        ? get(OpenStackService.IMAGE, "/images/" + name, "")
        : get(OpenStackService.IMAGE, "/images", "name=" + OpenStackRequest.encoded(name));
  }

  private void image(String name, OpenStackAnswer answer) {
    if (!answer.notFound()) {
      require(answer, "Looking for image " + name);
    }
    JsonNode list = answer.body().path("images");
    JsonNode found = list.isArray() ? list.path(0) : answer.body();
    if (answer.notFound() || found.path("id").isMissingNode()) {
      problem(Refusal.NOT_FOUND, "Image %s could not be found.".formatted(name));
    } else {
      ObjectNode kept = plan.withObjectProperty("images").putObject(name);
      kept.set("id", found.path("id"));
      known.learn(deployment.cloudRegion(), "images", name, kept);
    }
  }

  private void keyPair(String name, OpenStackAnswer answer) {
    if (answer.notFound()) {
      problem(Refusal.NOT_FOUND, "Key pair %s could not be found.".formatted(name));
    } else {
      require(answer, "Looking for key pair " + name);
    }
  }

  private void externalNetwork(String name, OpenStackAnswer answer) {
    require(answer, "Looking for network " + name);
    JsonNode found = answer.body().path("networks").path(0).path("id");
    if (found.isMissingNode()) {
      problem(Refusal.NOT_FOUND, "External network %s could not be found.".formatted(name));
    } else {
      plan.withObjectProperty("external_networks").putObject(name).set("id", found);
    }
  }

  private void compute(OpenStackAnswer answer) {
    require(answer, "Asking for the quota");
    JsonNode limits = answer.body().at("/limits/absolute");
    long servers = count(ResourceKind.SERVER);
    quota("instances", servers, limits, "maxTotalInstances", "totalInstancesUsed");
    quota("cores", sum("vcpus"), limits, "maxTotalCores", "totalCoresUsed");
    quota("ram_mb", sum("ram_mb"), limits, "maxTotalRAMSize", "totalRAMUsed");
  }

  private void quota(String name, long needed, JsonNode limits, String most, String used) {
    quota(name, needed, limits.path(most).asLong(-1), limits.path(used).asLong(0));
  }

  private void network(OpenStackAnswer answer) {
    if (answer.status() == 404 || answer.status() == 403) {
      return; // Not every cloud shows it; its refusal would come when something is made.
    }
    require(answer, "Asking for the network quota");
    JsonNode quota = answer.body().path("quota");
    quota(quota, "network", ResourceKind.NETWORK_);
    quota(quota, "subnet", ResourceKind.SUBNET);
    quota(quota, "router", ResourceKind.ROUTER);
    quota(quota, "security_group", ResourceKind.SECURITY_GROUP);
    JsonNode ports = quota.path("port");
    long needed = count(ResourceKind.PORT) + count(ResourceKind.ROUTER_INTERFACE);
    quota("ports", needed, ports.path("limit").asLong(-1), taken(ports));
  }

  private void quota(JsonNode quota, String name, ResourceKind kind) {
    JsonNode one = quota.path(name);
    quota(name + "s", count(kind), one.path("limit").asLong(-1), taken(one));
  }

  private static long taken(JsonNode quota) {
    return quota.path("used").asLong(0) + quota.path("reserved").asLong(0);
  }

  private void quota(String name, long needed, long most, long used) {
    if (needed == 0) {
      return;
    }
    ObjectNode kept = plan.withObjectProperty("quota").putObject(name).put("needed", needed);
    if (most < 0) {
      kept.putNull("free");
      return;
    }
    kept.put("free", Math.max(0, most - used));
    if (needed > most - used) {
      problem(
          Refusal.QUOTA,
          "Quota exceeded for %s: %d needed, %d of %d used".formatted(name, needed, used, most));
    }
  }

  private long count(ResourceKind kind) {
    return wanted.stream().filter(each -> each.kind() == kind).count();
  }

  private long sum(String figure) {
    return wanted.stream()
        .filter(each -> each.kind() == ResourceKind.SERVER)
        .mapToLong(
            each ->
                plan.path("flavors")
                    .path(each.spec().path("flavor").asText())
                    .path(figure)
                    .asLong(0))
        .sum();
  }

  private void problem(Refusal kind, String message) {
    problems.add(message);
    kinds.add(kind);
  }

  private void decide() {
    ObjectNode resources = plan.putObject("resources");
    for (ResourceKind kind : ResourceKind.values()) {
      if (count(kind) > 0) {
        resources.put(kind.key(), count(kind));
      }
    }
    if (!problems.isEmpty()) {
      throw CloudRefused.of(kinds.get(0).name(), String.join(" ", problems), activity);
    }
  }

  private void require(OpenStackAnswer answer, String what) {
    if (!answer.ok()) {
      throw CloudRefused.answer(answer, what, activity);
    }
  }

  private static OpenStackRequest get(OpenStackService service, String path, String query) {
    return OpenStackRequest.get(service, path, query);
  }
}
