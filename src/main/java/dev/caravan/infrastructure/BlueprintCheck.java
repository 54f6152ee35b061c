package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong with a blueprint that no cloud needs to be asked about. */
final class BlueprintCheck {

  private static final int LAST_PORT = 65_535;

  private final Blueprint blueprint;
  private final List<InputProblem> problems = new ArrayList<>();
  private final Map<String, Cidr> subnets = new LinkedHashMap<>();
  private final Set<String> fixed = new HashSet<>();

  private BlueprintCheck(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  /** Every problem, each with a pointer into the template. */
  static List<InputProblem> of(Blueprint blueprint) {
    BlueprintCheck check = new BlueprintCheck(blueprint);
    check.problems.addAll(BlueprintSchema.problems(blueprint));
    check.subnets();
    check.securityGroups();
    blueprint.vms().forEach(check::servers);
    check.room();
    if (blueprint.vms().isEmpty()) {
      check.add("/vm_config", "names no kind of server");
    }
    return check.problems;
  }

  private void subnets() {
    Optional<Cidr> whole =
        cidr(blueprint.network().path("cidr").asText(""), "/network_config/cidr");
    blueprint
        .subnets()
        .forEach(
            (name, subnet) -> {
              String pointer = "/network_config/subnets/" + name + "/cidr";
              cidr(subnet.path("cidr").asText(""), pointer)
                  .ifPresent(block -> subnet(name, block, whole, pointer));
            });
    if (blueprint.subnets().isEmpty()) {
      add("/network_config/subnets", "names no subnet");
    }
  }

  private void subnet(String name, Cidr block, Optional<Cidr> whole, String pointer) {
    if (whole.isPresent() && !whole.get().holds(block)) {
      add(pointer, "lies outside the network's cidr");
    }
    subnets.forEach(
        (other, taken) -> {
          if (taken.overlaps(block)) {
            add(pointer, "overlaps subnet " + other);
          }
        });
    subnets.put(name, block);
  }

  private Optional<Cidr> cidr(String text, String pointer) {
    Optional<Cidr> cidr = Cidr.parse(text);
    if (cidr.isEmpty()) {
      add(pointer, "\"" + text + "\" is no block of IPv4 addresses such as 10.20.1.0/24");
    }
    return cidr;
  }

  private void securityGroups() {
    blueprint
        .securityGroups()
        .forEach(
            (name, group) -> {
              int i = 0;
              for (JsonNode rule : group.path("rules")) {
                rule(rule, "/network_config/security_groups/%s/rules/%d".formatted(name, i++));
              }
            });
  }

  private void rule(JsonNode rule, String at) {
    String group = rule.path("remote_group").asText("");
    if (!group.isEmpty() && !blueprint.securityGroups().containsKey(group)) {
      add(at + "/remote_group", "there is no security group " + group);
    }
    if (rule.has("remote")) {
      cidr(rule.path("remote").asText(), at + "/remote");
      if (rule.has("remote_group")) {
        add(at + "/remote", "stands beside remote_group; a rule has one of them");
      }
    }
    if (rule.has("port")) {
      String[] range = rule.path("port").asText().split("-", -1);
      if (port(range[range.length - 1]) < port(range[0])
          || port(range[range.length - 1]) > LAST_PORT) {
        add(at + "/port", "must be a port from 1 to %d, or a range of them".formatted(LAST_PORT));
      }
      if (!List.of("tcp", "udp", "sctp").contains(rule.path("protocol").asText(""))) {
        add(at + "/port", "needs a protocol that has ports: tcp, udp or sctp");
      }
    }
  }

  private static int port(String text) {
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
  }

  private void servers(String type, JsonNode vm) {
    String at = "/vm_config/" + type;
    JsonNode count = vm.path("count");
    String subnet = vm.path("subnet").asText("");
    if (!subnet.isEmpty() && !blueprint.subnets().containsKey(subnet)) {
      add(at + "/subnet", "there is no subnet " + subnet);
    }
    int i = 0;
    for (JsonNode group : vm.path("security_groups")) {
      if (!blueprint.securityGroups().containsKey(group.asText())) {
        add(at + "/security_groups/" + i, "there is no security group " + group.asText());
      }
      i++;
    }
    if (vm.path("fixed_addresses").size() > 0
        && vm.path("fixed_addresses").size() < count.asInt()) {
      add(at + "/fixed_addresses", "has fewer addresses than there are servers");
    }
    fixedAddresses(subnet, vm, at);
  }

  private void fixedAddresses(String subnet, JsonNode vm, String at) {
    Cidr block = subnets.get(subnet);
    int i = 0;
    for (JsonNode address : vm.path("fixed_addresses")) {
      String pointer = at + "/fixed_addresses/" + i++;
      Optional<Cidr> one = Cidr.parse(address.asText() + "/32");
      if (block != null && one.isPresent() && !block.hasRoomFor(one.get())) {
        add(pointer, "is no address for a server of subnet " + subnet);
      }
      if (!fixed.add(address.asText())) {
        add(pointer, "is taken by another server");
      }
    }
  }

  /** Each subnet has an address for every server on it. */
  private void room() {
    Map<String, Long> wanted = new LinkedHashMap<>();
    blueprint
        .vms()
        .values()
        .forEach(
            vm -> wanted.merge(vm.path("subnet").asText(), vm.path("count").asLong(), Long::sum));
    wanted.forEach(
        (name, servers) -> {
          Cidr block = subnets.get(name);
          if (block != null && servers > block.usable()) {
            add(
                "/network_config/subnets/" + name + "/cidr",
                "has %d addresses for %d servers".formatted(block.usable(), servers));
          }
        });
  }

  /** One problem at a place is enough. */
  private void add(String pointer, String message) {
    if (problems.stream().noneMatch(each -> each.pointer().equals(pointer))) {
      problems.add(new InputProblem(pointer, message));
    }
  }
}
