package dev.caravan.sandbox.openstack;

/** The kinds of things that Neutron has, and how it calls them. */
enum Kind {
  NETWORK("network", "Network", " could not be found.", true),
  SUBNET("subnet", "Subnet", " could not be found.", true),
  PORT("port", "Port", " could not be found.", true),
  ROUTER("router", "Router", " could not be found", false),
  SECURITY_GROUP("security_group", "SecurityGroup", " does not exist", true),
  SECURITY_GROUP_RULE("security_group_rule", "SecurityGroupRule", " does not exist", true),
  FLOATING_IP("floatingip", "FloatingIP", " could not be found", false);

  private final String singular;
  private final String type;
  private final String notFound;
  private final boolean bulk;

  Kind(String singular, String type, String notFound, boolean bulk) {
    this.singular = singular;
    this.type = type;
    this.notFound = notFound;
    this.bulk = bulk;
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

  Attributes attributes() {
    return Attributes.of(this);
  }
}
