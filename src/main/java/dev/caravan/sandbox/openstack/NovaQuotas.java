package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many servers, cores and MiB of RAM a project may have. */
final class NovaQuotas {

  /** Amounts of the three; names in the order of Nova's messages. */
  private record Amounts(int cores, int instances, int ram) {

    static Amounts of(List<Server> servers) {
      return new Amounts(
          servers.stream().mapToInt(server -> server.spec().flavor().vcpus()).sum(),
          servers.size(),
          servers.stream().mapToInt(server -> server.spec().flavor().ram()).sum());
    }

    Map<String, Integer> byName() {
      return new TreeMap<>(Map.of("cores", cores, "instances", instances, "ram", ram));
    }
  }

  private static final Amounts USUAL = new Amounts(400, 100, 819200);
  private static final Amounts TINY = new Amounts(4, 2, 8192);

  private final ServerStore servers;
  private final NeutronQuotas ports;
  private final Map<String, Amounts> set = new HashMap<>();

  NovaQuotas(ServerStore servers, NeutronQuotas ports) {
    this.servers = servers;
    this.ports = ports;
  }

  void startAfresh() {
    set.clear();
  }

  /** Sets limits other than the usual ones. */
  void set(Identity.Project project, JsonNode given) {
    Amounts before = limits(project);
    set.put(
        project.id(),
        new Amounts(
            given.path("cores").asInt(before.cores()),
            given.path("instances").asInt(before.instances()),
            given.path("ram").asInt(before.ram())));
  }

  private Amounts limits(Identity.Project project) {
    return set.getOrDefault(project.id(), project.name().equals("tiny") ? TINY : USUAL);
  }

  /** How many of the servers may be made: as many as fit, but all that are needed at least. */
  int allowed(ServerSpec spec, int min, int max) {
    int count = max;
    while (count > min && !over(spec, count).isEmpty()) {
      count--;
    }
    List<String> over = over(spec, count);
    if (!over.isEmpty()) {
      throw NovaErrors.forbidden(words(spec, count, over));
    }
    int newPorts = (int) spec.networks().stream().filter(each -> !each.has("port")).count();
    if (!ports.allows(Kind.PORT, spec.session().project().id(), count * newPorts)) {
      throw NovaErrors.forbidden("Maximum number of ports exceeded");
    }
    return count;
  }

  private static Map<String, Integer> asked(ServerSpec spec, int count) {
    Flavor flavor = spec.flavor();
    return new Amounts(flavor.vcpus() * count, count, flavor.ram() * count).byName();
  }

  private Map<String, Integer> used(Identity.Project project) {
    return Amounts.of(servers.of(project.id())).byName();
  }

  private List<String> over(ServerSpec spec, int count) {
    Identity.Project project = spec.session().project();
    Map<String, Integer> asked = asked(spec, count);
    Map<String, Integer> used = used(project);
    return limits(project).byName().entrySet().stream()
        .filter(
            limit ->
                asked.getOrDefault(limit.getKey(), 0) + used.getOrDefault(limit.getKey(), 0)
                    > limit.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  private String words(ServerSpec spec, int count, List<String> over) {
    Identity.Project project = spec.session().project();
    return "Quota exceeded for %s: Requested %s, but already used %s of %s %s"
        .formatted(
            String.join(", ", over),
            listed(asked(spec, count), over),
            listed(used(project), over),
            listed(limits(project).byName(), over),
            String.join(", ", over));
  }

  private static String listed(Map<String, Integer> amounts, List<String> names) {
    return names.stream()
        .map(name -> String.valueOf(amounts.get(name)))
        .collect(Collectors.joining(", "));
  }

  ObjectNode limits(Session session, int serverGroups) {
    Amounts limits = limits(session.project());
    Amounts used = Amounts.of(servers.of(session.project().id()));
    ObjectNode absolute =
        Json.object(
            "maxServerMeta", 128,
            "maxTotalInstances", limits.instances(),
            "maxTotalRAMSize", limits.ram(),
            "maxTotalCores", limits.cores(),
            "maxTotalKeypairs", 100,
            "maxServerGroups", 50,
            "maxServerGroupMembers", 50,
            "totalRAMUsed", used.ram(),
            "totalCoresUsed", used.cores(),
            "totalInstancesUsed", used.instances(),
            "totalServerGroupsUsed", serverGroups);
    return Json.object("limits", Json.object("rate", Json.array(), "absolute", absolute));
  }
}
