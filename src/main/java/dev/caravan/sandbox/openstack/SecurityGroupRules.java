package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rule of a security group stands in it once only. */
final class SecurityGroupRules implements Rules {

  private static final Set<String> WITH_PORTS = Set.of("tcp", "udp", "sctp", "udplite", "dccp");
  private static final Set<String> ICMP = Set.of("icmp", "ipv6-icmp", "icmpv6");

  private final NeutronStore store;

  SecurityGroupRules(NeutronStore store) {
    this.store = store;
  }

  @Override
  public void together(List<ObjectNode> rules) {
    rules.forEach(RuleMeaning::normalise);
    if (rules.stream().map(RuleMeaning::of).distinct().count() < rules.size()) {
      throw NeutronErrors.conflict(
          "DuplicateSecurityGroupRuleInPost", "Duplicate Security Group Rule in POST.");
    }
  }

  @Override
  public void creating(ObjectNode rule, JsonNode given, Session session) {
    store.owned(Kind.SECURITY_GROUP, rule.path("security_group_id").asText(), session);
    String remote = rule.path("remote_group_id").asText("");
    if (Json.given(rule.path("remote_group_id"))) {
      store.owned(Kind.SECURITY_GROUP, remote, session);
    }
    checkDirection(rule.path("direction").asText());
    RuleMeaning.normalise(rule);
    checkPorts(rule);
    prefix(rule);
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
    String protocol = RuleMeaning.protocol(rule.path("protocol").asText());
    if (protocol.equals("null") && Json.given(min)) {
      throw NeutronErrors.refused(
          400,
          "SecurityGroupProtocolRequiredWithPorts",
          "Must also specify protocol if port range is given.");
    }
    if (ICMP.contains(protocol)) {
      checkIcmp(min, max);
    } else if (WITH_PORTS.contains(protocol)) {
      if (Json.given(min) != Json.given(max) || min.asInt() > max.asInt()) {
        throw NeutronErrors.refused(
            400,
            "SecurityGroupInvalidPortRange",
            "For TCP/UDP protocols, port_range_min must be <= port_range_max");
      }
      if (Json.given(min) && min.asInt() == 0) {
        throw NeutronErrors.refused(
            400, "SecurityGroupInvalidPortValue", "Invalid value for port 0");
      }
    } else if (Json.given(min) || Json.given(max)) {
      throw NeutronErrors.refused(
          400,
          "SecurityGroupInvalidProtocolForPort",
          "Ports cannot be specified for protocol %s. Ports are only supported for TCP, UDP, UDPLITE, SCTP, DCCP."
              .formatted(protocol));
    }
  }

  private static void checkIcmp(JsonNode type, JsonNode code) {
    if ((Json.given(type) && type.asInt() > 255) || (Json.given(code) && code.asInt() > 255)) {
      throw NeutronErrors.refused(
          400,
          "SecurityGroupInvalidIcmpValue",
          "Invalid value for ICMP type (port_range_min) %s. It must be 0 to 255."
              .formatted(type.asText()));
    }
    if (!Json.given(type) && Json.given(code)) {
      throw NeutronErrors.refused(
          400,
          "SecurityGroupMissingIcmpType",
          "ICMP code (port-range-max) %s is provided but ICMP type (port-range-min) is missing."
              .formatted(code.asText()));
    }
  }

  private static void prefix(ObjectNode rule) {
    JsonNode prefix = rule.path("remote_ip_prefix");
    if (!Json.given(prefix)) {
      return;
    }
    boolean four = rule.path("ethertype").asText().equals("IPv4");
    if (four == prefix.asText().contains(":")) {
      throw NeutronErrors.refused(
          400,
          "SecurityGroupRuleParameterConflict",
          "Conflicting value ethertype %s for CIDR %s"
              .formatted(rule.path("ethertype").asText(), prefix.asText()));
    }
    Optional<Cidr> cidr = Cidr.parse(prefix.asText());
    if (four && cidr.isEmpty()) {
      throw NeutronErrors.refused(
          400, "InvalidCIDR", "Invalid CIDR " + prefix.asText() + " given as IP prefix.");
    }
    rule.put("normalized_cidr", cidr.map(Cidr::text).orElse(prefix.asText()));
  }

  private Optional<ObjectNode> same(ObjectNode rule) {
    return store.all(Kind.SECURITY_GROUP_RULE).stream()
        .filter(other -> RuleMeaning.of(other).equals(RuleMeaning.of(rule)))
        .findFirst();
  }
}
