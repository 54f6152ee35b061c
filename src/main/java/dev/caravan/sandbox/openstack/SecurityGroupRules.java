package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A rule of a security group stands in it once only. */
final class SecurityGroupRules implements Rules {

  private static final List<String> MEANING =
      List.of(
          "security_group_id",
          "direction",
          "ethertype",
          "protocol",
          "port_range_min",
          "port_range_max",
          "remote_ip_prefix",
          "remote_group_id");

  private final NeutronStore store;

  SecurityGroupRules(NeutronStore store) {
    this.store = store;
  }

  @Override
  public void creating(ObjectNode rule, JsonNode given, Session session) {
    store.owned(Kind.SECURITY_GROUP, rule.path("security_group_id").asText(), session);
    String remote = rule.path("remote_group_id").asText("");
    if (Json.given(rule.path("remote_group_id"))) {
      store.owned(Kind.SECURITY_GROUP, remote, session);
    }
    checkDirection(rule.path("direction").asText());
    checkPorts(rule);
    normalise(rule);
    same(rule)
        .ifPresent(
            other -> {
              throw NeutronErrors.conflict(
                  "SecurityGroupRuleExists",
                  "Security group rule already exists. Rule id is "
                      + other.path("id").asText()
                      + ".");
            });
  }

  private static void checkDirection(String direction) {
    if (!direction.equals("ingress") && !direction.equals("egress")) {
      throw NeutronErrors.badRequest(
          "Invalid input for direction. Reason: " + direction + " is not in valid_values.");
    }
  }

  private static void checkPorts(ObjectNode rule) {
    JsonNode min = rule.path("port_range_min");
    JsonNode max = rule.path("port_range_max");
    String protocol = rule.path("protocol").asText();
    if (protocol.equals("null") && Json.given(min)) {
      throw NeutronErrors.refused(
          400,
          "SecurityGroupProtocolRequiredWithPorts",
          "Must also specify protocol if port range is given.");
    }
    if ((protocol.equals("tcp") || protocol.equals("udp"))
        && (Json.given(min) != Json.given(max) || min.asInt() > max.asInt())) {
      throw NeutronErrors.refused(
          400,
          "SecurityGroupInvalidPortRange",
          "For TCP/UDP protocols, port_range_min must be <= port_range_max");
    }
  }

  private static void normalise(ObjectNode rule) {
    JsonNode prefix = rule.path("remote_ip_prefix");
    if (!Json.given(prefix)) {
      return;
    }
    boolean four = rule.path("ethertype").asText().equals("IPv4");
    Optional<Cidr> cidr = Cidr.parse(prefix.asText());
    if (four && cidr.isEmpty()) {
      throw NeutronErrors.refused(
          400, "InvalidCIDR", "Invalid CIDR " + prefix.asText() + " given as IP prefix.");
    }
    rule.put("normalized_cidr", cidr.map(Cidr::text).orElse(prefix.asText()));
  }

  private Optional<ObjectNode> same(ObjectNode rule) {
    return store.all(Kind.SECURITY_GROUP_RULE).stream()
        .filter(
            other -> MEANING.stream().allMatch(name -> other.path(name).equals(rule.path(name))))
        .findFirst();
  }
}
