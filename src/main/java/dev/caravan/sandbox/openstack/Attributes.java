package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The attributes of each kind of thing, what they are unless given, and who may set them when. */
final class Attributes {

  private static final Set<String> KEPT_BY_NEUTRON =
      Set.of("id", "created_at", "updated_at", "revision_number");
  private static final Set<String> OWNER = Set.of("tenant_id", "project_id");
  private static final Set<String> FOR_ADMINISTRATORS =
      Set.of("shared", "router:external", "mac_address");
  private static final Map<Kind, Attributes> ALL = all();

  private final ObjectNode template;
  private final List<String> required;
  private final Set<String> readOnly;
  private final Set<String> forGood;

  private Attributes(
      String template, List<String> required, Set<String> readOnly, Set<String> forGood) {
    this.template = Json.parse(template);
    this.required = required;
    this.readOnly = readOnly;
    this.forGood = forGood;
  }

  static Attributes of(Kind kind) {
    return Objects.requireNonNull(ALL.get(kind));
  }

  private static Map<Kind, Attributes> all() {
    Map<Kind, Attributes> all = new EnumMap<>(Kind.class);
    all.put(
        Kind.NETWORK,
        new Attributes(
            """
            {"id": "", "name": "", "tenant_id": "", "admin_state_up": true, "mtu": 1450,
             "status": "ACTIVE", "subnets": [], "shared": false, "availability_zone_hints": [],
             "availability_zones": [], "ipv4_address_scope": null, "ipv6_address_scope": null,
             "router:external": false, "description": "", "port_security_enabled": true, "tags": [],
             "created_at": "", "updated_at": "", "revision_number": 1, "project_id": ""}
            """,
            List.of(),
            Set.of(
                "status",
                "subnets",
                "availability_zones",
                "ipv4_address_scope",
                "ipv6_address_scope"),
            Set.of("availability_zone_hints")));
    all.put(
        Kind.SUBNET,
        new Attributes(
            """
            {"id": "", "name": "", "tenant_id": "", "network_id": "", "ip_version": 4,
             "subnetpool_id": null, "enable_dhcp": true, "ipv6_ra_mode": null,
             "ipv6_address_mode": null, "gateway_ip": null, "cidr": "", "allocation_pools": [],
             "host_routes": [], "dns_nameservers": [], "description": "", "service_types": [],
             "tags": [], "created_at": "", "updated_at": "", "revision_number": 0, "project_id": ""}
            """,
            List.of("network_id", "ip_version"),
            Set.of(),
            Set.of("network_id", "ip_version", "cidr", "subnetpool_id")));
    all.put(
        Kind.PORT,
        new Attributes(
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
            Set.of("network_id", "tags")));
    all.put(
        Kind.ROUTER,
        new Attributes(
            """
            {"id": "", "name": "", "tenant_id": "", "admin_state_up": true, "status": "ACTIVE",
             "external_gateway_info": null, "description": "", "availability_zones": [],
             "availability_zone_hints": [], "routes": [], "flavor_id": null, "tags": [],
             "created_at": "", "updated_at": "", "revision_number": 1, "project_id": ""}
            """,
            List.of(),
            Set.of("status", "availability_zones"),
            Set.of("availability_zone_hints", "flavor_id")));
    all.put(
        Kind.SECURITY_GROUP,
        new Attributes(
            """
            {"id": "", "name": "", "stateful": true, "shared": false, "tenant_id": "", "description": "",
             "security_group_rules": [], "tags": [], "created_at": "", "updated_at": "",
             "revision_number": 1, "project_id": ""}
            """,
            List.of("name"),
            Set.of("security_group_rules"),
            Set.of()));
    all.put(
        Kind.SECURITY_GROUP_RULE,
        new Attributes(
            """
            {"id": "", "tenant_id": "", "security_group_id": "", "ethertype": "IPv4",
             "direction": "", "protocol": null, "port_range_min": null, "port_range_max": null,
             "remote_ip_prefix": null, "remote_address_group_id": null, "normalized_cidr": null,
             "remote_group_id": null, "description": "", "created_at": "", "updated_at": "",
             "revision_number": 0, "project_id": ""}
            """,
            List.of("security_group_id", "direction"),
            Set.of("normalized_cidr"),
            Set.of("security_group_id")));
    all.put(
        Kind.FLOATING_IP,
        new Attributes(
            """
            {"id": "", "tenant_id": "", "floating_ip_address": "", "floating_network_id": "",
             "router_id": null, "port_id": null, "fixed_ip_address": null, "status": "DOWN",
             "description": "", "port_details": null, "subnet_id": null, "tags": [],
             "created_at": "", "updated_at": "", "revision_number": 0, "project_id": ""}
            """,
            List.of("floating_network_id"),
            Set.of("status", "router_id", "port_details"),
            Set.of("floating_network_id", "floating_ip_address", "subnet_id")));
    return all;
  }

  /** Everything with its usual value. */
  ObjectNode template() {
    return template;
  }

  boolean has(String attribute) {
    return template.has(attribute);
  }

  List<String> required() {
    return required;
  }

  /** Whether a client may never say what this attribute is. */
  boolean readOnly(String attribute) {
    return KEPT_BY_NEUTRON.contains(attribute)
        || readOnly.contains(attribute)
        || (attribute.equals("tags") && !forGood.contains("tags"));
  }

  /** Whether this attribute stays as it was made. */
  boolean forGood(String attribute) {
    return readOnly(attribute) || forGood.contains(attribute) || OWNER.contains(attribute);
  }

  boolean forAdministrators(String attribute) {
    return FOR_ADMINISTRATORS.contains(attribute);
  }
}
