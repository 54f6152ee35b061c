package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import dev.caravan.openstack.OpenStackService;
import dev.caravan.openstack.Refusal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks the cloud, before anything is made, for the ids of what the resources name, whether they fit
 * together, and for room in the quota; a plan that cannot fit fails with every reason at once.
 */
final class Planning {

  /** Nova's own two rules, and the metadata that Caravan adds to that of a template. */
  private static final long RULES_OF_EACH_GROUP = 2;

  private static final long OUR_METADATA = 2;

  private final Plan plan;
  private final List<Resource> standing;
  private final List<Resource> wanted;
  private final KnownNames known;
  private JsonNode limits = MissingNode.getInstance();
  private JsonNode quota = MissingNode.getInstance();

  /**
   * For one step.
   *
   * @param standing all resources of the deployment, of which the planned ones are to be made
   */
  Planning(Deployment deployment, List<Resource> standing, String activity, KnownNames known) {
    this.plan = new Plan(deployment, activity);
    this.standing = standing;
    this.wanted = standing.stream().filter(each -> each.state() == ResourceState.PLANNED).toList();
    this.known = known;
  }

  boolean isNeeded() {
    return !wanted.isEmpty();
  }

  /** The end of the conversation hands over the plan. */
  Conversation conversation(Consumer<ObjectNode> done) {
    Conversation talk = new Conversation(plan.cloud());
    new CloudNames(plan, wanted, known).ask(talk);
    new ExternalNetworks(plan, wanted).ask(talk);
    talk.ask(get(OpenStackService.COMPUTE, "/limits"), this::limits);
    talk.ask(get(OpenStackService.NETWORK, "/quotas/{project}/details"), this::quota);
    talk.afterwards(
        () -> {
          fit();
          compute();
          network();
          amounts();
          plan.decide();
          done.accept(plan.content());
        });
    return talk;
  }

  private void limits(OpenStackAnswer answer) {
    plan.require(answer, "Asking for the quota");
    limits = answer.body().at("/limits/absolute");
  }

  private void quota(OpenStackAnswer answer) {
    if (answer.status() == 404 || answer.status() == 403) {
      return; // Not every cloud shows it; its refusal would come when something is made.
    }
    plan.require(answer, "Asking for the network quota");
    quota = answer.body().path("quota");
  }

  /** Each flavor with each image that it is to run. */
  private void fit() {
    Set<List<JsonNode>> pairs = new HashSet<>();
    for (Resource each : wanted) {
      JsonNode flavor = plan.find("flavors", each.spec().path("flavor").asText());
      JsonNode image = plan.find("images", each.spec().path("image").asText());
      boolean both = flavor.isObject() && image.isObject();
      if (each.kind() == ResourceKind.SERVER && both && pairs.add(List.of(flavor, image))) {
        ImageFit.problems(flavor, image).forEach(why -> plan.problem(Refusal.BAD_REQUEST, why));
        ImageFit.doubt(flavor, image).ifPresent(plan::note);
      }
    }
  }

  private void compute() {
    long servers = count(ResourceKind.SERVER);
    quota("instances", servers, "maxTotalInstances", "totalInstancesUsed");
    quota("cores", sum("vcpus"), "maxTotalCores", "totalCoresUsed");
    quota("ram_mb", sum("ram_mb"), "maxTotalRAMSize", "totalRAMUsed");
    long groups = count(ResourceKind.SERVER_GROUP);
    quota("server_groups", groups, "maxServerGroups", "totalServerGroupsUsed");
    members();
    metadata();
  }

  private void quota(String name, long needed, String most, String used) {
    plan.quota(name, needed, limits.path(most).asLong(-1), limits.path(used).asLong(0));
  }

  /** Servers that are to be on hosts of their own are members of one group, of limited size. */
  private void members() {
    long most = limits.path("maxServerGroupMembers").asLong(-1);
    Map<String, Long> members = new HashMap<>();
    for (Resource each : standing) {
      boolean member = each.spec().path("anti_affinity").asBoolean(false);
      if (each.kind() == ResourceKind.SERVER && member && each.state() != ResourceState.REMOVING) {
        members.merge(String.valueOf(each.vmType()), 1L, Long::sum);
      }
    }
    members.forEach(
        (type, count) -> {
          if (most >= 0 && count > most) {
            plan.problem(
                Refusal.QUOTA,
                "Quota exceeded for members of a server group: type %s has %d servers with anti_affinity, of %d"
                    .formatted(type, count, most));
          }
        });
  }

  private void metadata() {
    long most = limits.path("maxServerMeta").asLong(-1);
    for (Resource each : wanted) {
      long items = OUR_METADATA + each.spec().path("metadata").size();
      if (each.kind() == ResourceKind.SERVER && most >= 0 && items > most) {
        plan.problem(
            Refusal.QUOTA,
            "Quota exceeded for metadata: type %s has %d items with the %d of Caravan, of %d"
                .formatted(each.vmType(), items, OUR_METADATA, most));
      }
    }
  }

  private void network() {
    quota("network", count(ResourceKind.NETWORK_));
    quota("subnet", count(ResourceKind.SUBNET));
    quota("router", count(ResourceKind.ROUTER));
    long groups = count(ResourceKind.SECURITY_GROUP);
    quota("security_group", groups);
    long rules =
        wanted.stream()
            .filter(each -> each.kind() == ResourceKind.SECURITY_GROUP_RULES)
            .mapToLong(each -> each.spec().path("rules").size())
            .sum();
    quota("security_group_rule", rules + RULES_OF_EACH_GROUP * groups);
    quota("port", count(ResourceKind.PORT) + count(ResourceKind.ROUTER_INTERFACE));
  }

  private void quota(String name, long needed) {
    JsonNode one = quota.path(name);
    if (quota.isObject()) {
      long taken = one.path("used").asLong(0) + one.path("reserved").asLong(0);
      plan.quota(name + "s", needed, one.path("limit").asLong(-1), taken);
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
                plan.find("flavors", each.spec().path("flavor").asText()).path(figure).asLong(0))
        .sum();
  }

  private void amounts() {
    ObjectNode resources = plan.content().putObject("resources");
    for (ResourceKind kind : ResourceKind.values()) {
      if (count(kind) > 0) {
        resources.put(kind.key(), count(kind));
      }
    }
  }

  private static OpenStackRequest get(OpenStackService service, String path) {
    return OpenStackRequest.get(service, path, "");
  }
}
