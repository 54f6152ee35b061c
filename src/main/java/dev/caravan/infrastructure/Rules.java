package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Rules of security groups, as Neutron has them and as people read them. */
final class Rules {

  private Rules() {}

  /** Whether a rule that is wanted is among those that Neutron lists. */
  static boolean listed(JsonNode wanted, Iterable<JsonNode> list) {
    for (JsonNode one : list) {
      if (same(wanted, one)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a listed rule is the wanted one: what is not wanted in particular is left open. */
  static boolean same(JsonNode wanted, JsonNode listed) {
    boolean fields =
        wanted.properties().stream()
            .allMatch(
                field -> listed.path(field.getKey()).asText().equals(field.getValue().asText()));
    return fields && open(wanted, listed);
  }

  /** A rule for all the world is not the same as one for a few, nor the other way round. */
  private static boolean open(JsonNode wanted, JsonNode listed) {
    for (String limit :
        new String[] {"protocol", "port_range_min", "remote_ip_prefix", "remote_group_id"}) {
      if (!wanted.has(limit) && !listed.path(limit).asText("").isEmpty()) {
        boolean everywhere =
            limit.equals("remote_ip_prefix") && listed.path(limit).asText().equals("0.0.0.0/0");
        if (!everywhere) {
          return false;
        }
      }
    }
    return true;
  }

  /** What Neutron gives to each group by itself: all may go out. */
  static boolean usual(JsonNode listed) {
    return listed.path("direction").asText().equals("egress")
        && listed.path("protocol").asText("").isEmpty()
        && listed.path("remote_group_id").asText("").isEmpty();
  }

  static String words(JsonNode rule) {
    List<String> words = new ArrayList<>();
    words.add(rule.path("direction").asText());
    words.add(rule.path("protocol").asText("any protocol"));
    String from = rule.path("port_range_min").asText("");
    if (!from.isEmpty()) {
      String to = rule.path("port_range_max").asText(from);
      words.add("port " + (from.equals(to) ? from : from + "-" + to));
    }
    String address = rule.path("remote_ip_prefix").asText("");
    String group = rule.path("remote_group_id").asText("");
    words.add(address.isEmpty() ? (group.isEmpty() ? "anywhere" : "group " + group) : address);
    return String.join(" ", words);
  }
}
