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
    RuleCheck rules = new RuleCheck(blueprint.securityGroups().keySet(), check::add);
    blueprint.securityGroups().forEach((name, group) -> rules.check(name, group.path("rules")));
    TextCheck texts = new TextCheck(check::add);
    check.router(texts);
    blueprint
        .vms()
        .forEach(
            (type, vm) -> {
              check.servers(type, vm);
              texts.servers(vm, "/vm_config/" + type);
            });
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
    block.flawAsSubnet().ifPresent(flaw -> add(pointer, flaw));
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
      add(pointer, Cidr.flawOf(text));
    }
    return cidr;
  }

  private void router(TextCheck texts) {
    texts.name(
        blueprint.network().at("/router/external_network").asText(""),
        "/network_config/router/external_network");
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
      if (one.isEmpty()) {
        add(pointer, "is no IPv4 address such as 10.20.1.7");
      } else if (block != null && !block.hasRoomFor(one.get())) {
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
