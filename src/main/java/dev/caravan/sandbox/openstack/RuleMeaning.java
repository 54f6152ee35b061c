package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How Neutron writes rules of security groups, and when it takes two of them for the same. */
final class RuleMeaning {

  private static final List<String> COMPARED =
      List.of(
          "security_group_id",
          "direction",
          "ethertype",
          "protocol",
          "port_range_min",
          "port_range_max",
          "remote_ip_prefix",
          "remote_group_id");

  private static final List<String> EVERYWHERE = List.of("0.0.0.0/0", "::/0");
  private static final int LAST_PORT = 65_535;

  /** Those of IANA that Neutron has names for, by number. */
  private static final Map<String, String> PROTOCOLS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("0", "ip"),
              Map.entry("1", "icmp"),
              Map.entry("2", "igmp"),
              Map.entry("4", "ipip"),
              Map.entry("6", "tcp"),
              Map.entry("8", "egp"),
              Map.entry("17", "udp"),
              Map.entry("33", "dccp"),
              Map.entry("46", "rsvp"),
              Map.entry("47", "gre"),
              Map.entry("50", "esp"),
              Map.entry("51", "ah"),
              Map.entry("58", "ipv6-icmp"),
              Map.entry("89", "ospf"),
              Map.entry("112", "vrrp"),
              Map.entry("113", "pgm"),
              Map.entry("132", "sctp"),
              Map.entry("136", "udplite")));

  private RuleMeaning() {}

  /** Writes it as Neutron keeps it: a protocol as lower-case text, all ports as no port. */
  static void normalise(ObjectNode rule) {
    JsonNode protocol = rule.path("protocol");
    if (Json.given(protocol)) {
      String text = protocol.asText().toLowerCase(Locale.ROOT);
      boolean number = text.matches("\\d{1,3}") && Integer.parseInt(text) <= 255;
      if (!number && !PROTOCOLS.containsValue(text) && !text.equals("icmpv6")) {
        throw NeutronErrors.refused(
            400,
            "SecurityGroupRuleInvalidProtocol",
            "Security group rule protocol %s not supported. Only protocol values [None, %s] and integer representations [0 to 255] are supported."
                .formatted(
                    protocol.asText(),
                    PROTOCOLS.values().stream()
                        .map(each -> "'" + each + "'")
                        .collect(Collectors.joining(", "))));
      }
      rule.put("protocol", text);
    }
    if (rule.path("port_range_min").asInt() == 1
        && rule.path("port_range_max").asInt() == LAST_PORT) {
      rule.putNull("port_range_min").putNull("port_range_max");
    }
    String remote = rule.path("remote_ip_prefix").asText("");
    if (Json.given(rule.path("remote_ip_prefix")) && !remote.contains("/")) {
      rule.put("remote_ip_prefix", remote + (remote.contains(":") ? "/128" : "/32"));
    }
  }

  /** Its name, if it has one. */
  static String protocol(String nameOrNumber) {
    return Objects.requireNonNullElse(PROTOCOLS.get(nameOrNumber), nameOrNumber);
  }

  /** Equal for rules that mean the same. */
  static String of(JsonNode rule) {
    return COMPARED.stream().map(name -> word(name, rule)).collect(Collectors.joining(" "));
  }

  private static String word(String name, JsonNode rule) {
    JsonNode value = rule.path(name);
    if (!Json.given(value)) {
      return name.equals("ethertype") ? "IPv4" : "+";
    }
    String text = value.asText();
    if (name.equals("protocol")) {
      return protocol(text);
    }
    return name.equals("remote_ip_prefix") && EVERYWHERE.contains(text) ? "+" : text;
  }
}
