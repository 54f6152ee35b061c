package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is wrong with a blueprint that no cloud needs to be asked about. */
final class BlueprintCheck {

  private static final int MOST_SERVERS = 1_000;

  private final Blueprint blueprint;
  private final List<InputProblem> problems = new ArrayList<>();
  private final Map<String, Cidr> subnets = new LinkedHashMap<>();

  private BlueprintCheck(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  /** Every problem, each with a pointer into the template. */
  static List<InputProblem> of(Blueprint blueprint) {
    BlueprintCheck check = new BlueprintCheck(blueprint);
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
    Optional<Cidr> whole = cidr(blueprint.network(), "/network_config/cidr");
    blueprint
        .subnets()
        .forEach(
            (name, subnet) -> {
              String pointer = "/network_config/subnets/" + name + "/cidr";
              cidr(subnet, pointer).ifPresent(block -> subnet(name, block, whole, pointer));
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

  private Optional<Cidr> cidr(JsonNode owner, String pointer) {
    String text = owner.path("cidr").asText("");
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
                String remote = rule.path("remote_group").asText("");
                if (!remote.isEmpty() && !blueprint.securityGroups().containsKey(remote)) {
                  add(
                      "/network_config/security_groups/%s/rules/%d/remote_group".formatted(name, i),
                      "there is no security group " + remote);
                }
                i++;
              }
            });
  }

  private void servers(String type, JsonNode vm) {
    String at = "/vm_config/" + type;
    JsonNode count = vm.path("count");
    if (!count.isInt() || count.asInt() < 0 || count.asInt() > MOST_SERVERS) {
      add(at + "/count", "must be a whole number from 0 to " + MOST_SERVERS);
    }
    for (String needed : List.of("flavor", "image", "subnet")) {
      if (vm.path(needed).asText("").isEmpty()) {
        add(at + "/" + needed, "is missing");
      }
    }
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

  private void add(String pointer, String message) {
    problems.add(new InputProblem(pointer, message));
  }
}
