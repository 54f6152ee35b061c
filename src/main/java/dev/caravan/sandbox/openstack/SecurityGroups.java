package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** A security group lets everything out at first; each project has one named default. */
final class SecurityGroups implements Rules {

  private static final String DEFAULT = "default";

  private final NeutronStore store;

  SecurityGroups(NeutronStore store) {
    this.store = store;
  }

  /** The group that a project always has. */
  void makeDefault(String project, String time) {
    ObjectNode group = Kind.SECURITY_GROUP.attributes().template().deepCopy();
    group.put("id", UUID.randomUUID().toString()).put("name", DEFAULT);
    group.put("description", "Default security group");
    group.put("tenant_id", project).put("project_id", project);
    group.put("created_at", time).put("updated_at", time);
    store.put(Kind.SECURITY_GROUP, group);
    letOut(group);
    letInFromItself(group);
  }

  @Override
  public void creating(ObjectNode group, JsonNode given, Session session) {
    if (group.path("name").asText().equals(DEFAULT)) {
      throw NeutronErrors.conflict(
          "SecurityGroupDefaultAlreadyExists", "Default security group already exists.");
    }
    letOut(group);
  }

  private void letOut(ObjectNode group) {
    rule(group, "egress", "IPv4");
    rule(group, "egress", "IPv6");
  }

  private void letInFromItself(ObjectNode group) {
    rule(group, "ingress", "IPv4").set("remote_group_id", group.path("id"));
    rule(group, "ingress", "IPv6").set("remote_group_id", group.path("id"));
  }

  private ObjectNode rule(ObjectNode group, String direction, String ethertype) {
    ObjectNode rule = Kind.SECURITY_GROUP_RULE.attributes().template().deepCopy();
    rule.put("id", UUID.randomUUID().toString());
    rule.set("security_group_id", group.path("id"));
    rule.put("direction", direction).put("ethertype", ethertype);
    for (String same : new String[] {"tenant_id", "project_id", "created_at", "updated_at"}) {
      rule.set(same, group.path(same));
    }
    store.put(Kind.SECURITY_GROUP_RULE, rule);
    return rule;
  }

  @Override
  public void deleting(ObjectNode group) {
    String id = group.path("id").asText();
    if (group.path("name").asText().equals(DEFAULT)) {
      throw NeutronErrors.conflict(
          "SecurityGroupCannotRemoveDefault",
          "Insufficient rights for removing default security group.");
    }
    boolean used =
        store.all(Kind.PORT).stream()
            .anyMatch(port -> Json.texts(port.path("security_groups")).contains(id));
    if (used) {
      throw NeutronErrors.conflict("SecurityGroupInUse", "Security Group " + id + " in use.");
    }
    undone(group);
  }

  @Override
  public void undone(ObjectNode group) {
    store
        .where(Kind.SECURITY_GROUP_RULE, "security_group_id", group.path("id").asText())
        .forEach(rule -> store.remove(Kind.SECURITY_GROUP_RULE, rule.path("id").asText()));
  }
}
