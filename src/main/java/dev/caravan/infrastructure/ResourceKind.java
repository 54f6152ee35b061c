package dev.caravan.infrastructure;

import static dev.caravan.openstack.OpenStackService.COMPUTE;
import static dev.caravan.openstack.OpenStackService.NETWORK;

import dev.caravan.openstack.OpenStackService;
import java.util.Locale;

/** What a deployment is made of, in the order in which it is made. */
enum ResourceKind {
  NETWORK_("networks", NETWORK),
  ROUTER("routers", NETWORK),
  SECURITY_GROUP("security-groups", NETWORK),
  SERVER_GROUP("os-server-groups", COMPUTE),
  SUBNET("subnets", NETWORK),
  SECURITY_GROUP_RULES("security-group-rules", NETWORK),
  ROUTER_INTERFACE("routers", NETWORK),
  PORT("ports", NETWORK),
  SERVER("servers", COMPUTE);

  private final String collection;
  private final OpenStackService service;

  ResourceKind(String collection, OpenStackService service) {
    this.collection = collection;
    this.service = service;
  }

  /** As it is stored and shown, such as {@code security_group}. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replaceAll("_$", "");
  }

  static ResourceKind ofKey(String key) {
    for (ResourceKind kind : values()) {
      if (kind.key().equals(key)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(key);
  }

  /** The last part of its path. */
  String collection() {
    return collection;
  }

  /** The field that holds one of them in a body. */
  String field() {
    return this == SERVER_GROUP ? "server_group" : key();
  }

  /** The field that holds a list of them. */
  String listField() {
    return this == SERVER_GROUP ? "server_groups" : collection.replace('-', '_');
  }

  OpenStackService service() {
    return service;
  }
}
