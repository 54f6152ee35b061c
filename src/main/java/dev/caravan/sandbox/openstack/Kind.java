package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * The kinds of things that Neutron has, each with its attributes and what they are unless given.
 */
enum Kind {
  NETWORK(
      "network",
      "Network",
      " could not be found.",
      true,
      """
      {"id": "", "name": "", "tenant_id": "", "admin_state_up": true, "mtu": 1450,
       "status": "ACTIVE", "subnets": [], "shared": false, "availability_zone_hints": [],
       "availability_zones": [], "ipv4_address_scope": null, "ipv6_address_scope": null,
       "router:external": false, "description": "", "port_security_enabled": true, "tags": [],
       "created_at": "", "updated_at": "", "revision_number": 1, "project_id": ""}
      """,
      List.of(),
      Set.of("status", "subnets", "availability_zones", "ipv4_address_scope", "ipv6_address_scope"),
      Set.of("availability_zone_hints")),
  SUBNET(
      "subnet",
      "Subnet",
      " could not be found.",
      true,
      """
      {"id": "", "name": "", "tenant_id": "", "network_id": "", "ip_version": 4,
       "subnetpool_id": null, "enable_dhcp": true, "ipv6_ra_mode": null,
       "ipv6_address_mode": null, "gateway_ip": null, "cidr": "", "allocation_pools": [],
       "host_routes": [], "dns_nameservers": [], "description": "", "service_types": [],
       "tags": [], "created_at": "", "updated_at": "", "revision_number": 0, "project_id": ""}
      """,
      List.of("network_id", "ip_version"),
      Set.of(),
      Set.of("network_id", "ip_version", "cidr", "subnetpool_id")),
  PORT(
      "port",
      "Port",
      " could not be found.",
      true,
      """
      {"id": "", "name": "", "network_id": "", "tenant_id": "", "mac_address": "",
       "admin_state_up": true, "status": "DOWN", "device_id": "", "device_owner": "",
       "fixed_ips": [], "allowed_address_pairs": [], "extra_dhcp_opts": [],
       "security_groups": [], "description": "", "binding:vnic_type": "normal",
       "port_security_enabled": true, "tags": [], "created_at": "", "updated_at": "",
       "revision_number": 1, "project_id": ""}
      """,
      List.of("network_id"),
      Set.of("status"),
      Set.of("network_id", "tags")),
  ROUTER(
      "router",
      "Router",
      " could not be found",
      false,
      """
      {"id": "", "name": "", "tenant_id": "", "admin_state_up": true, "status": "ACTIVE",
       "external_gateway_info": null, "description": "", "availability_zones": [],
       "availability_zone_hints": [], "routes": [], "flavor_id": null, "tags": [],
       "created_at": "", "updated_at": "", "revision_number": 1, "project_id": ""}
      """,
      List.of(),
      Set.of("status", "availability_zones"),
      Set.of("availability_zone_hints", "flavor_id")),
  SECURITY_GROUP(
      "security_group",
      "SecurityGroup",
      " does not exist",
      true,
      """
      {"id": "", "name": "", "stateful": true, "tenant_id": "", "description": "",
       "security_group_rules": [], "tags": [], "created_at": "", "updated_at": "",
       "revision_number": 1, "project_id": ""}
      """,
      List.of("name"),
      Set.of("security_group_rules"),
      Set.of()),
  SECURITY_GROUP_RULE(
      "security_group_rule",
      "SecurityGroupRule",
      " does not exist",
      true,
      """
      {"id": "", "tenant_id": "", "security_group_id": "", "ethertype": "IPv4",
       "direction": "", "protocol": null, "port_range_min": null, "port_range_max": null,
       "remote_ip_prefix": null, "remote_address_group_id": null, "normalized_cidr": null,
       "remote_group_id": null, "description": "", "created_at": "", "updated_at": "",
       "revision_number": 0, "project_id": ""}
      """,
      List.of("security_group_id", "direction"),
      Set.of("normalized_cidr"),
      Set.of("security_group_id")),
  FLOATING_IP(
      "floatingip",
      "FloatingIP",
      " could not be found",
      false,
      """
      {"id": "", "tenant_id": "", "floating_ip_address": "", "floating_network_id": "",
       "router_id": null, "port_id": null, "fixed_ip_address": null, "status": "DOWN",
       "description": "", "port_details": null, "subnet_id": null, "tags": [],
       "created_at": "", "updated_at": "", "revision_number": 0, "project_id": ""}
      """,
      List.of("floating_network_id"),
      Set.of("status", "router_id", "port_details"),
      Set.of("floating_network_id", "floating_ip_address", "subnet_id"));

  private static final Set<String> KEPT_BY_NEUTRON =
      Set.of("id", "created_at", "updated_at", "revision_number");
  private static final Set<String> OWNER = Set.of("tenant_id", "project_id");
  private static final Set<String> FOR_ADMINISTRATORS =
      Set.of("shared", "router:external", "mac_address");

  private final String singular;
  private final String type;
  private final String notFound;
  private final boolean bulk;
  private final ObjectNode template;
  private final List<String> required;
  private final Set<String> readOnly;
  private final Set<String> forGood;

  Kind(
      String singular,
      String type,
      String notFound,
      boolean bulk,
      String template,
      List<String> required,
      Set<String> readOnly,
      Set<String> forGood) {
    this.singular = singular;
    this.type = type;
    this.notFound = notFound;
    this.bulk = bulk;
    this.template = Json.parse(template);
    this.required = required;
    this.readOnly = readOnly;
    this.forGood = forGood;
  }

  /** Such as {@code security_group}. */
  String singular() {
    return singular;
  }

  /** Such as {@code security_groups}. */
  String plural() {
    return singular + "s";
  }

  /** As it stands in a path, such as {@code security-groups}. */
  String path() {
    return plural().replace('_', '-');
  }

  /** The beginning of the types of its errors, such as {@code SecurityGroup}. */
  String type() {
    return type;
  }

  /** What an error calls it, such as {@code Security group}. */
  String title() {
    return switch (this) {
      case SECURITY_GROUP -> "Security group";
      case SECURITY_GROUP_RULE -> "Security group rule";
      case FLOATING_IP -> "Floating IP";
      default -> type;
    };
  }

  Refused notFound(String id) {
    return NeutronErrors.refused(404, type + "NotFound", title() + " " + id + notFound);
  }

  /** Whether one POST may make many. */
  boolean bulk() {
    return bulk;
  }

  ObjectNode template() {
    return template;
  }

  List<String> required() {
    return required;
  }

  /** Whether a client may never say what this attribute is. */
  boolean readOnly(String attribute) {
    return KEPT_BY_NEUTRON.contains(attribute)
        || readOnly.contains(attribute)
        || (attribute.equals("tags") && this != PORT);
  }

  /** Whether this attribute stays as it was made. */
  boolean forGood(String attribute) {
    return readOnly(attribute) || forGood.contains(attribute) || OWNER.contains(attribute);
  }

  boolean forAdministrators(String attribute) {
    return FOR_ADMINISTRATORS.contains(attribute);
  }
}
