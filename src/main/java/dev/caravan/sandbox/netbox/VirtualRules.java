package dev.caravan.sandbox.netbox;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The laws of virtual machines and addresses. */
final class VirtualRules {

  private final NetBoxVersion version;

  VirtualRules(NetBoxVersion version) {
    this.version = version;
  }

  Optional<Rule.Breach> placed(Draft machine) {
    String places = version.atLeast(4, 6) ? "site, cluster, or device." : "site and/or cluster.";
    return machine.has("cluster")
        ? Optional.empty()
        : Rule.whole("A virtual machine must be assigned to a " + places);
  }

  /** Whether written large or small. */
  Optional<Rule.Breach> uniqueName(Draft machine) {
    String name = text(machine, "name").toLowerCase(Locale.ROOT);
    boolean taken =
        others(machine, "cluster")
            .anyMatch(other -> other.text("name").toLowerCase(Locale.ROOT).equals(name));
    return taken
        ? Rule.whole(
            "Virtual machine name must be unique per cluster"
                + (version.atLeast(4, 6) ? " and tenant." : "."))
        : Optional.empty();
  }

  static Optional<Rule.Breach> ownAddress(Draft machine) {
    Optional<Row> address = machine.target("primary_ip4");
    Optional<Long> owner =
        address
            .map(row -> row.reference(VirtualKinds.ASSIGNED))
            .flatMap(id -> machine.tables().of("interfaces").find(id))
            .map(row -> row.reference("virtual_machine"));
    boolean own = owner.isPresent() && owner.equals(machine.before().map(Row::id));
    return address.isEmpty() || own
        ? Optional.empty()
        : Rule.field(
            "primary_ip4",
            "The specified IP address (%s) is not assigned to this VM."
                .formatted(address.get().text("address")));
  }

  /** With whatever prefix length; a VRF may have it otherwise. */
  static Optional<Rule.Breach> uniqueAddress(Draft address) {
    Optional<Row> vrf = address.target("vrf");
    if (vrf.filter(row -> Boolean.FALSE.equals(row.value("enforce_unique"))).isPresent()) {
      return Optional.empty();
    }
    String host = host(text(address, "address"));
    String place = vrf.map(row -> "VRF " + row.text("name")).orElse("global table");
    return others(address, "vrf")
        .filter(other -> host(other.text("address")).equals(host))
        .findFirst()
        .flatMap(
            other ->
                Rule.field(
                    "address",
                    "Duplicate IP address found in %s: %s"
                        .formatted(place, other.text("address"))));
  }

  static Optional<Rule.Breach> primaryStays(Draft address) {
    Optional<Row> before = address.before();
    boolean primary =
        before.isPresent()
            && !address
                .tables()
                .of("virtual-machines")
                .pointingAt("primary_ip4", before.get().id())
                .isEmpty();
    boolean moved =
        primary
            && !Objects.equals(
                before.get().reference(VirtualKinds.ASSIGNED), address.id(VirtualKinds.ASSIGNED));
    return moved
        ? Rule.whole(
            "Cannot reassign IP address while it is designated as the primary IP for the parent"
                + " object")
        : Optional.empty();
  }

  /** All others of the kind that point at the same, or at nothing as it does. */
  private static Stream<Row> others(Draft draft, String field) {
    Table table = draft.tables().of(draft.kind());
    Long target = draft.id(field);
    Stream<Row> same =
        target == null
            ? table.rows().stream().filter(row -> row.reference(field) == null)
            : table.pointingAt(field, target).stream().flatMap(id -> table.find(id).stream());
    return same.filter(row -> draft.before().filter(row::equals).isEmpty());
  }

  private static String host(String address) {
    return address.split("/", -1)[0];
  }

  private static String text(Draft draft, String field) {
    return String.valueOf(draft.values().get(field));
  }
}
