package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.Field.OnDelete.CASCADE;
import static dev.caravan.sandbox.netbox.Field.OnDelete.PROTECT;
import static dev.caravan.sandbox.netbox.Field.OnDelete.SET_NULL;
import static dev.caravan.sandbox.netbox.Field.Trait.NULLABLE;
import static dev.caravan.sandbox.netbox.Field.Trait.REQUIRED;
import static dev.caravan.sandbox.netbox.Field.Trait.UNIQUE;

import dev.caravan.sandbox.netbox.Field.Limits;
import dev.caravan.sandbox.netbox.Kind.Unique;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Virtual machines and their addresses, with the fields that Caravan uses. */
final class VirtualKinds {

  /** What an address is assigned to. */
  static final String ASSIGNED = "assigned_object_id";

  private static final long LARGEST = Integer.MAX_VALUE;
  private static final Field VCPUS =
      Field.of("vcpus", FieldType.DECIMAL, NULLABLE)
          .limited(new Limits(6, new BigDecimal("0.01"), null, 2));

  private final VirtualRules rules;

  VirtualKinds(NetBoxVersion version) {
    this.rules = new VirtualRules(version);
  }

  Stream<Kind> all() {
    return Stream.of(clusterTypes(), clusters(), machines(), interfaces(), vrfs(), addresses());
  }

  private static Kind clusterTypes() {
    Field slug = Field.of("slug", FieldType.SLUG, REQUIRED).limited(new Limits(100, null, null, 0));
    return virtual(
            "cluster-types",
            "ClusterType",
            "Cluster type",
            Field.text("name", 100, REQUIRED).with(UNIQUE),
            slug.with(UNIQUE))
        .shownAs("name", "slug", "description")
        .once(
            new Unique("virtualization_clustertype_name_key", List.of("name")),
            new Unique("virtualization_clustertype_slug_key", List.of("slug")));
  }

  /** Without a group, which nothing here has, names may stand twice. */
  private static Kind clusters() {
    return virtual(
            "clusters",
            "Cluster",
            "Cluster",
            Field.text("name", 100, REQUIRED),
            Field.reference("type", "cluster-types", PROTECT, REQUIRED),
            status())
        .shownAs("name", "description");
  }

  private Kind machines() {
    return virtual(
            "virtual-machines",
            "VirtualMachine",
            "Virtual machine",
            Field.text("name", 64, REQUIRED),
            status(),
            Field.reference("cluster", "clusters", PROTECT, NULLABLE),
            Field.reference("primary_ip4", "ip-addresses", SET_NULL, NULLABLE),
            VCPUS,
            Field.integer("memory", 0, LARGEST, NULLABLE))
        .shownAs("name", "description")
        .obeying(rules::placed, rules::uniqueName, VirtualRules::ownAddress);
  }

  private static Kind interfaces() {
    return virtual(
            "interfaces",
            "VMInterface",
            "Interface",
            Field.reference("virtual_machine", "virtual-machines", CASCADE, REQUIRED),
            Field.text("name", 64, REQUIRED),
            Field.of("enabled", FieldType.BOOLEAN).starting(true))
        .shownAs("virtual_machine", "name", "description")
        .sortedBy("virtual_machine", "name")
        .once(
            new Unique(
                "virtualization_vminterface_unique_virtual_machine_name",
                List.of("virtual_machine", "name")));
  }

  private static Kind vrfs() {
    return virtual(
            "vrfs",
            "VRF",
            "VRF",
            Field.text("name", 100, REQUIRED),
            Field.of("enforce_unique", FieldType.BOOLEAN).starting(true))
        .shownAs("name", "description")
        .inApp("ipam");
  }

  private static Kind addresses() {
    Field type = Field.of("assigned_object_type", FieldType.CONTENT_TYPE, NULLABLE);
    Field target =
        Field.of(ASSIGNED, FieldType.KEY, NULLABLE)
            .linked(new Field.Link("interfaces", "", CASCADE));
    return virtual(
            "ip-addresses",
            "IPAddress",
            "IP address",
            Field.of("address", FieldType.ADDRESS, REQUIRED),
            Field.reference("vrf", "vrfs", PROTECT, NULLABLE),
            status(),
            type,
            target)
        .shownAs("address", "description")
        .sortedBy("address")
        .obeying(VirtualRules::uniqueAddress, VirtualRules::primaryStays)
        .inApp("ipam");
  }

  private static Kind virtual(String endpoint, String model, String title, Field... own) {
    List<Field> fields = new ArrayList<>(List.of(own));
    fields.add(Field.text("description", 200));
    TypeKinds.bookkeeping(fields);
    return Kind.of(endpoint, model, title, fields).inApp("virtualization").withPage();
  }

  private static Field status() {
    return Field.of("status", FieldType.CHOICE).starting("active");
  }
}
