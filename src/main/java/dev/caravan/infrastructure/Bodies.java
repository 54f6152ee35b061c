package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.openstack.OpenStackService;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is sent to have a resource made. Names of flavors, images and networks become ids by the
 * plan, names of other resources by what was made of them.
 */
final class Bodies {

  private final Deployment deployment;
  private final Map<String, Resource> made = new TreeMap<>();

  /**
   * For a deployment.
   *
   * @param standing all of its resources that stand
   */
  Bodies(Deployment deployment, Iterable<Resource> standing) {
    this.deployment = deployment;
    standing.forEach(each -> made.put(each.kind() + "/" + each.name(), each));
  }

  String idOf(ResourceKind kind, String name) {
    Resource found = made.get(kind + "/" + name);
    if (found == null) {
      throw new IllegalStateException("%s %s is not there".formatted(kind.key(), name));
    }
    return found.requireOpenstackId();
  }

  /** The body of one resource, within the field that names its kind. */
  ObjectNode body(Resource resource) {
    ObjectNode body = object();
    ObjectNode content = body.putObject(resource.kind().field());
    fill(content, resource);
    if (resource.kind() == ResourceKind.SERVER && hasGroup(resource)) {
      body.putObject("os:scheduler_hints")
          .put("group", idOf(ResourceKind.SERVER_GROUP, String.valueOf(resource.vmType())));
    }
    return body;
  }

  /** The content of one resource, for a body of many. */
  ObjectNode content(Resource resource) {
    ObjectNode content = object();
    fill(content, resource);
    return content;
  }

  String cloudName(Resource resource) {
    return resource.cloudName(deployment.name());
  }

  private void fill(ObjectNode content, Resource resource) {
    content.put("name", cloudName(resource));
    if (resource.kind().service() == OpenStackService.NETWORK) {
      content.put("description", resource.mark());
    }
    switch (resource.kind()) {
      case NETWORK_, SECURITY_GROUP -> {}
      case ROUTER -> router(content, resource.spec());
      case SUBNET -> subnet(content, resource.spec());
      case SERVER_GROUP -> content.put("policy", "anti-affinity");
      case PORT -> port(content, resource.spec());
      case SERVER -> server(content, resource);
      case SECURITY_GROUP_RULES, ROUTER_INTERFACE ->
          throw new IllegalArgumentException("made in another way: " + resource.kind());
    }
  }

  private void router(ObjectNode content, JsonNode spec) {
    String external = spec.path("external_network").asText("");
    if (!external.isEmpty()) {
      content
          .putObject("external_gateway_info")
          .put("network_id", known("external_networks", external));
    }
  }

  private void subnet(ObjectNode content, JsonNode spec) {
    content
        .put("network_id", idOf(ResourceKind.NETWORK_, "network"))
        .put("ip_version", 4)
        .put("cidr", spec.path("cidr").asText());
    if (spec.path("dns").size() > 0) {
      content.set("dns_nameservers", spec.path("dns"));
    }
  }

  private void port(ObjectNode content, JsonNode spec) {
    content.put("network_id", idOf(ResourceKind.NETWORK_, "network"));
    ObjectNode address = content.putArray("fixed_ips").addObject();
    address.put("subnet_id", idOf(ResourceKind.SUBNET, spec.path("subnet").asText()));
    if (spec.has("fixed_address")) {
      address.set("ip_address", spec.path("fixed_address"));
    }
    if (spec.path("security_groups").size() > 0) {
      ArrayNode groups = content.putArray("security_groups");
      spec.path("security_groups")
          .forEach(name -> groups.add(idOf(ResourceKind.SECURITY_GROUP, name.asText())));
    }
  }

  private void server(ObjectNode content, Resource resource) {
    JsonNode spec = resource.spec();
    content
        .put("flavorRef", known("flavors", spec.path("flavor").asText()))
        .put("imageRef", known("images", spec.path("image").asText()));
    content
        .putArray("networks")
        .addObject()
        .put("port", idOf(ResourceKind.PORT, spec.path("port").asText()));
    for (String field : new String[] {"key_pair", "availability_zone"}) {
      if (!spec.path(field).asText("").isEmpty()) {
        content.set(field.equals("key_pair") ? "key_name" : field, spec.path(field));
      }
    }
    String userData = spec.path("user_data").asText("");
    if (!userData.isEmpty()) {
      content.put(
          "user_data",
          Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8)));
    }
    ObjectNode metadata = content.putObject("metadata");
    spec.path("metadata")
        .properties()
        .forEach(field -> metadata.set(field.getKey(), field.getValue()));
    metadata
        .put("deployment_id", deployment.id().toString())
        .put("vm_type", String.valueOf(resource.vmType()));
    content
        .putArray("tags")
        .add("caravan")
        .add(Resource.tagOf(deployment.id()))
        .add(resource.tag());
  }

  private static boolean hasGroup(Resource server) {
    return server.spec().path("anti_affinity").asBoolean(false);
  }

  /** The id of a thing of the cloud, as it was found when the plan was made. */
  private String known(String kind, String name) {
    String id = deployment.plan().path(kind).path(name).path("id").asText("");
    if (id.isEmpty()) {
      throw new IllegalStateException("the plan knows no %s %s".formatted(kind, name));
    }
    return id;
  }

  /** The rules of a security group, as Neutron wants them. */
  ArrayNode rules(Resource rules) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    String group = idOf(ResourceKind.SECURITY_GROUP, rules.spec().path("group").asText());
    for (JsonNode rule : rules.spec().path("rules")) {
      ObjectNode one =
          list.addObject()
              .put("security_group_id", group)
              .put("direction", "ingress")
              .put("ethertype", "IPv4");
      if (rule.has("protocol")) {
        one.set("protocol", rule.path("protocol"));
      }
      if (rule.has("port")) {
        String[] range = rule.path("port").asText().split("-", -1);
        one.put("port_range_min", Integer.parseInt(range[0]));
        one.put("port_range_max", Integer.parseInt(range[range.length - 1]));
      }
      if (rule.has("remote")) {
        one.set("remote_ip_prefix", rule.path("remote"));
      }
      if (rule.has("remote_group")) {
        one.put(
            "remote_group_id",
            idOf(ResourceKind.SECURITY_GROUP, rule.path("remote_group").asText()));
      }
    }
    return list;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
