package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Compares what is recorded of one deployment with what a cloud lists. */
final class DriftCheck {

  private final Deployment deployment;
  private final List<Resource> standing;
  private final CloudListing cloud;
  private final Bodies bodies;
  private final Map<String, Resource> recorded;
  private final List<Drift> found = new ArrayList<>();

  private DriftCheck(Deployment deployment, List<Resource> standing, CloudListing cloud) {
    this.deployment = deployment;
    this.standing = standing;
    this.cloud = cloud;
    this.bodies = new Bodies(deployment, standing);
    this.recorded =
        standing.stream()
            .filter(each -> each.openstackId() != null)
            .filter(each -> CloudListing.kinds().contains(each.kind()))
            .collect(
                Collectors.toMap(
                    Resource::requireOpenstackId, Function.identity(), (one, other) -> one));
  }

  /** Every difference: what is recorded first, then what is not. */
  static List<Drift> of(Deployment deployment, List<Resource> standing, CloudListing cloud) {
    DriftCheck check = new DriftCheck(deployment, standing, cloud);
    standing.stream().filter(each -> each.state() != ResourceState.REMOVING).forEach(check::look);
    check.foreign();
    check.orphans();
    return check.found;
  }

  private void look(Resource resource) {
    switch (resource.kind()) {
      case SERVER_GROUP -> {}
      case ROUTER_INTERFACE -> routerInterface(resource);
      case SECURITY_GROUP_RULES -> rules(resource);
      default ->
          cloud
              .find(resource.kind(), resource.openstackId())
              .ifPresentOrElse(
                  actual -> compare(resource, actual),
                  () -> found.add(Drift.missing(resource, missing(resource))));
    }
  }

  private static String missing(Resource resource) {
    String what = resource.kind().key() + " " + resource.name();
    return resource.openstackId() == null
        ? what + " was never made"
        : "%s (%s) is not there any more".formatted(what, resource.openstackId());
  }

  private void compare(Resource resource, JsonNode actual) {
    differ(resource, "name", bodies.cloudName(resource), actual.path("name").asText());
    switch (resource.kind()) {
      case SERVER -> server(resource, actual);
      case PORT -> port(resource, actual);
      case SUBNET ->
          differ(
              resource,
              "dns_nameservers",
              words(resource.spec().path("dns"), JsonNode::asText),
              words(actual.path("dns_nameservers"), JsonNode::asText));
      case ROUTER -> gateway(resource, actual);
      default -> {}
    }
  }

  private void differ(Resource resource, String field, String recorded, String actual) {
    if (!recorded.equals(actual)) {
      found.add(Drift.changed(resource, field, recorded, actual.isEmpty() ? "none" : actual));
    }
  }

  private static String words(JsonNode list, Function<JsonNode, String> word) {
    Set<String> words = new TreeSet<>();
    list.forEach(each -> words.add(word.apply(each)));
    return String.join(", ", words);
  }

  private void server(Resource server, JsonNode actual) {
    String status = actual.path("status").asText();
    if (status.equals("ERROR")) {
      found.add(
          Drift.error(
              server,
              "server %s is in ERROR: %s"
                  .formatted(
                      server.name(),
                      actual.path("fault").path("message").asText("no reason was given"))));
    } else {
      differ(server, "status", "ACTIVE", status);
    }
    JsonNode flavor = deployment.plan().path("flavors").path(server.spec().path("flavor").asText());
    if (flavor.has("name")) {
      differ(
          server,
          "flavor",
          flavor.path("name").asText(),
          actual.at("/flavor/original_name").asText());
    }
    JsonNode image = deployment.plan().path("images").path(server.spec().path("image").asText());
    differ(server, "image", image.path("id").asText(), actual.at("/image/id").asText());
  }

  private void port(Resource port, JsonNode actual) {
    String address = port.address();
    if (address != null) {
      String now = words(actual.path("fixed_ips"), each -> each.path("ip_address").asText());
      differ(port, "address", address, now);
    }
    standing.stream()
        .filter(each -> each.kind() == ResourceKind.SERVER && each.name().equals(port.name()))
        .filter(each -> cloud.find(ResourceKind.SERVER, each.openstackId()).isPresent())
        .forEach(
            server ->
                differ(
                    port,
                    "device_id",
                    server.requireOpenstackId(),
                    actual.path("device_id").asText("")));
    if (port.spec().path("security_groups").size() > 0) {
      differ(
          port,
          "security_groups",
          words(
              port.spec().path("security_groups"),
              name -> idOf(ResourceKind.SECURITY_GROUP, name.asText())),
          words(actual.path("security_groups"), JsonNode::asText));
    }
  }

  private String idOf(ResourceKind kind, String name) {
    return standing.stream()
        .filter(each -> each.kind() == kind && each.name().equals(name))
        .map(Resource::openstackId)
        .map(id -> id == null ? "none yet" : id)
        .findFirst()
        .orElse("none");
  }

  private void gateway(Resource router, JsonNode actual) {
    String external = router.spec().path("external_network").asText("");
    String wanted =
        deployment.plan().path("external_networks").path(external).path("id").asText("");
    String now = actual.at("/external_gateway_info/network_id").asText("");
    if (!wanted.equals(now)) {
      found.add(
          Drift.changed(
              router,
              "external_network",
              external.isEmpty() ? "none" : external,
              now.isEmpty() ? "none" : now));
    }
  }

  /** An interface of a router is a port of its own. */
  private void routerInterface(Resource resource) {
    String router = idOf(ResourceKind.ROUTER, "router");
    String subnet = idOf(ResourceKind.SUBNET, resource.spec().path("subnet").asText());
    boolean there =
        cloud.all(ResourceKind.PORT).stream()
            .filter(port -> port.path("device_id").asText().equals(router))
            .filter(port -> port.path("device_owner").asText().contains("router_interface"))
            .flatMap(port -> StreamSupport.stream(port.path("fixed_ips").spliterator(), false))
            .anyMatch(address -> address.path("subnet_id").asText().equals(subnet));
    if (!there) {
      found.add(
          Drift.missing(
              resource, "the router has no interface on subnet %s".formatted(resource.name())));
    }
  }

  private void rules(Resource resource) {
    String group = resource.spec().path("group").asText();
    boolean known =
        standing.stream()
            .filter(each -> each.kind() == ResourceKind.SECURITY_GROUP)
            .allMatch(each -> each.openstackId() != null);
    JsonNode actual =
        cloud
            .find(ResourceKind.SECURITY_GROUP, idOf(ResourceKind.SECURITY_GROUP, group))
            .orElse(null);
    if (actual == null || !known) {
      found.add(
          Drift.missing(resource, "the rules of security group %s are gone".formatted(group)));
      return;
    }
    List<JsonNode> wanted = new ArrayList<>();
    bodies.rules(resource).forEach(wanted::add);
    JsonNode listed = actual.path("security_group_rules");
    for (JsonNode rule : wanted) {
      if (!Rules.listed(rule, listed)) {
        found.add(
            Drift.missing(
                resource,
                "security group %s lacks a rule: %s".formatted(group, Rules.words(rule))));
      }
    }
    for (JsonNode rule : listed) {
      if (!Rules.usual(rule) && wanted.stream().noneMatch(each -> Rules.same(each, rule))) {
        found.add(
            Drift.foreign(
                resource.kind().key(),
                group,
                rule.path("id").asText(),
                "security group %s has a rule that the template does not: %s"
                    .formatted(group, Rules.words(rule))));
      }
    }
  }

  /** What others have put into the network. */
  private void foreign() {
    String network = idOf(ResourceKind.NETWORK_, "network");
    String router = idOf(ResourceKind.ROUTER, "router");
    for (JsonNode port : cloud.all(ResourceKind.PORT)) {
      String owner = port.path("device_owner").asText();
      boolean plumbing =
          owner.startsWith("network:")
              && (!owner.contains("router_interface")
                  || port.path("device_id").asText().equals(router));
      if (port.path("network_id").asText().equals(network)
          && !plumbing
          && !recorded.containsKey(port.path("id").asText())
          && !marked(ResourceKind.PORT, port)) {
        found.add(
            Drift.foreign(
                ResourceKind.PORT.key(),
                port.path("name").asText(""),
                port.path("id").asText(),
                "port %s, which is not of this deployment, stands in its network (device %s %s)"
                    .formatted(
                        port.path("id").asText(), owner, port.path("device_id").asText("none"))));
      }
    }
  }

  /** What carries the mark of this deployment without being recorded. */
  private void orphans() {
    for (ResourceKind kind : CloudListing.kinds()) {
      for (JsonNode one : cloud.all(kind)) {
        String id = one.path("id").asText();
        if (marked(kind, one) && !recorded.containsKey(id)) {
          found.add(
              Drift.orphan(
                  kind.key(),
                  one.path("name").asText(""),
                  id,
                  "%s %s (%s) carries the mark of this deployment and is not recorded"
                      .formatted(kind.key(), one.path("name").asText(), id)));
        }
      }
    }
  }

  private boolean marked(ResourceKind kind, JsonNode one) {
    return Resource.deploymentOf(kind, one).filter(deployment.id()::equals).isPresent();
  }
}
