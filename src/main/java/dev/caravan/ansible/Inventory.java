package dev.caravan.ansible;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.InputProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which servers a run may touch, by group.
 *
 * @param groups the hosts of each group, such as {@code web_servers}
 */
public record Inventory(Map<String, List<InventoryHost>> groups) {

  private static final Pattern GROUP = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  public Inventory {
    groups = Map.copyOf(groups);
  }

  /** Every server, in the group of its type: {@code web} becomes {@code web_servers}. */
  public static Inventory byType(List<InventoryHost> hosts) {
    Map<String, List<InventoryHost>> groups = new TreeMap<>();
    for (InventoryHost host : hosts) {
      String group = host.type().replaceAll("[^A-Za-z0-9_]", "_") + "_servers";
      groups.computeIfAbsent(group, any -> new ArrayList<>()).add(host);
    }
    return new Inventory(groups);
  }

  /**
   * The servers that a caller names.
   *
   * @param given group to list of names or addresses
   * @param hosts the only ones that may be named
   * @param problems what is wrong is added here
   */
  public static Inventory chosen(
      JsonNode given, List<InventoryHost> hosts, List<InputProblem> problems) {
    Map<String, List<InventoryHost>> groups = new TreeMap<>();
    if (!given.isObject() || given.isEmpty()) {
      problems.add(
          new InputProblem(
              "/inventory", "must be an object of groups, such as {\"web_servers\": [\"web-1\"]}"));
    }
    given
        .properties()
        .forEach(
            field -> {
              String pointer = "/inventory/" + field.getKey();
              if (!GROUP.matcher(field.getKey()).matches() || field.getKey().equals("all")) {
                problems.add(
                    new InputProblem(
                        pointer, "is no name for a group: use letters, digits and _, but not all"));
              }
              groups.put(field.getKey(), members(pointer, field.getValue(), hosts, problems));
            });
    return new Inventory(groups);
  }

  private static List<InventoryHost> members(
      String pointer, JsonNode given, List<InventoryHost> hosts, List<InputProblem> problems) {
    List<InventoryHost> members = new ArrayList<>();
    if (!given.isArray() || given.isEmpty()) {
      problems.add(new InputProblem(pointer, "must be a list of servers of this deployment"));
    }
    for (int i = 0; i < given.size(); i++) {
      int at = i;
      String word = given.path(i).asText();
      Optional<InventoryHost> host =
          given.path(i).isTextual()
              ? hosts.stream().filter(each -> each.isCalled(word)).findFirst()
              : Optional.empty();
      host.ifPresentOrElse(
          members::add, () -> problems.add(new InputProblem(pointer + "/" + at, of(hosts))));
    }
    return members.stream().distinct().toList();
  }

  private static String of(List<InventoryHost> hosts) {
    return "is no server of this deployment; there are "
        + String.join(", ", hosts.stream().map(InventoryHost::shortName).toList());
  }

  /** As Ansible's inventory plugins read it. */
  ObjectNode forAnsible() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode children = root.putObject("all").putObject("children");
    new TreeMap<>(groups)
        .forEach(
            (group, members) -> {
              ObjectNode hosts = children.putObject(group).putObject("hosts");
              members.forEach(
                  host ->
                      hosts
                          .putObject(host.name())
                          .put("ansible_host", host.address())
                          .put("caravan_type", host.type()));
            });
    return root;
  }
}
