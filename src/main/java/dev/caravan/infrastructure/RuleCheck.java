package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What is wrong with the rules of security groups, as Neutron would find it. */
final class RuleCheck {

  private static final int LAST_PORT = 65_535;
  private static final List<String> WITH_PORTS = List.of("tcp", "udp", "sctp");
  private static final String EVERY_PORT = "1-" + LAST_PORT;

  private final Set<String> groups;
  private final BiConsumer<String, String> problem;

  /**
   * For one blueprint.
   *
   * @param groups names of its security groups
   * @param problem takes a pointer and what is wrong there
   */
  RuleCheck(Set<String> groups, BiConsumer<String, String> problem) {
    this.groups = groups;
    this.problem = problem;
  }

  /** All rules of a group, each by itself and beside those before it. */
  void check(String group, JsonNode rules) {
    Map<String, Integer> before = new HashMap<>();
    int i = 0;
    for (JsonNode rule : rules) {
      String at = "/network_config/security_groups/%s/rules/%d".formatted(group, i);
      check(rule, at);
      Integer same = before.putIfAbsent(meaning(rule), i);
      if (same != null) {
        problem.accept(
            at,
            "means the same as rule %d (%s): Neutron takes a rule once"
                .formatted(same, meaning(rule)));
      }
      i++;
    }
  }

  private void check(JsonNode rule, String at) {
    String group = rule.path("remote_group").asText("");
    if (rule.has("remote_group") && !groups.contains(group)) {
      problem.accept(at + "/remote_group", "there is no security group " + group);
    }
    if (rule.has("remote")) {
      String remote = rule.path("remote").asText();
      if (Cidr.parse(remote).isEmpty()) {
        problem.accept(at + "/remote", Cidr.flawOf(remote));
      }
      if (rule.has("remote_group")) {
        problem.accept(at + "/remote", "stands beside remote_group; a rule has one of them");
      }
    }
    if (rule.has("port")) {
      ports(rule, at + "/port");
    }
  }

  private void ports(JsonNode rule, String at) {
    String[] range = rule.path("port").asText().split("-", -1);
    int last = port(range[range.length - 1]);
    if (last < port(range[0]) || port(range[0]) < 1 || last > LAST_PORT) {
      problem.accept(at, "must be a port from 1 to %d, or a range of them".formatted(LAST_PORT));
    }
    if (!WITH_PORTS.contains(rule.path("protocol").asText(""))) {
      problem.accept(at, "needs a protocol that has ports: tcp, udp or sctp");
    }
  }

  private static int port(String text) {
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
  }

  /**
   * What Neutron compares: 22 is 22-22, all ports are no port, and who may come in is everybody
   * where nobody is named.
   */
  private static String meaning(JsonNode rule) {
    List<String> words = new ArrayList<>();
    words.add(rule.path("protocol").asText("any protocol"));
    String port = rule.path("port").asText("");
    String[] range = port.split("-", -1);
    if (range.length == 2 && range[0].equals(range[1])) {
      port = range[0];
    }
    words.add(port.isEmpty() || port.equals(EVERY_PORT) ? "any port" : "port " + port);
    String remote = rule.path("remote").asText("");
    String group = rule.path("remote_group").asText("");
    String from = remote.isEmpty() || remote.equals("0.0.0.0/0") ? "anywhere" : remote;
    words.add("from " + (group.isEmpty() ? from : "group " + group));
    return String.join(", ", words);
  }
}
