package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many things of each kind a project may have. */
final class NeutronQuotas {

  private static final Map<Kind, Integer> USUAL =
      Map.of(
          Kind.NETWORK, 100,
          Kind.SUBNET, 100,
          Kind.PORT, 500,
          Kind.ROUTER, 50,
          Kind.FLOATING_IP, 50,
          Kind.SECURITY_GROUP, 50,
          Kind.SECURITY_GROUP_RULE, 500);
  private static final Map<Kind, Integer> TINY =
      Map.of(Kind.NETWORK, 2, Kind.SUBNET, 2, Kind.PORT, 10, Kind.ROUTER, 1);

  /** Limits of what this Neutron never has. */
  private static final Map<String, Integer> OF_NOTHING =
      Map.of("subnetpool", -1, "rbac_policy", 10);

  private final NeutronStore store;
  private final Map<String, Integer> set = new LinkedHashMap<>();

  NeutronQuotas(NeutronStore store) {
    this.store = store;
  }

  void startAfresh() {
    set.clear();
  }

  /** Sets a limit other than the usual one; -1 is none. */
  void set(String project, Kind kind, int limit) {
    set.put(project + kind, limit);
  }

  void check(Kind kind, String project, int more) {
    if (!allows(kind, project, more)) {
      throw NeutronErrors.conflict(
          "OverQuota", "Quota exceeded for resources: ['" + kind.singular() + "'].");
    }
  }

  boolean allows(Kind kind, String project, int more) {
    int limit = limit(kind, project);
    return limit < 0 || used(kind, project) + more <= limit;
  }

  int limit(Kind kind, String project) {
    boolean tiny = Identity.project(project).filter(it -> it.name().equals("tiny")).isPresent();
    int usual = USUAL.getOrDefault(kind, -1);
    return set.getOrDefault(project + kind, tiny ? TINY.getOrDefault(kind, usual) : usual);
  }

  private int used(Kind kind, String project) {
    return (int) store.where(kind, "project_id", project).count();
  }

  ObjectNode limits(String project) {
    ObjectNode quota = Json.object();
    OF_NOTHING.forEach(quota::put);
    for (Kind kind : Kind.values()) {
      quota.put(kind.singular(), limit(kind, project));
    }
    return Json.object("quota", quota);
  }

  ObjectNode details(String project) {
    ObjectNode quota = Json.object();
    OF_NOTHING.forEach((name, limit) -> quota.set(name, detail(limit, 0)));
    for (Kind kind : Kind.values()) {
      quota.set(kind.singular(), detail(limit(kind, project), used(kind, project)));
    }
    return Json.object("quota", quota);
  }

  private static ObjectNode detail(int limit, int used) {
    return Json.object("limit", limit, "used", used, "reserved", 0);
  }
}
