package dev.caravan.sandbox.netbox;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The laws of component templates. */
final class ComponentRules {

  private ComponentRules() {}

  static Optional<Rule.Breach> oneOwner(Draft draft) {
    boolean device = draft.has("device_type");
    boolean module = draft.has("module_type");
    Optional<Row> before = draft.before();
    if (before.isPresent()
        && !Objects.equals(before.get().reference("device_type"), draft.id("device_type"))) {
      return Rule.field(
          "device_type", "Component templates cannot be moved to a different device type.");
    }
    if (device && module) {
      return Rule.whole(
          "A component template cannot be associated with both a device type and a module type.");
    }
    return device || module
        ? Optional.empty()
        : Rule.whole(
            "A component template must be associated with either a device type or a module type.");
  }

  static Optional<Rule.Breach> bridge(Draft draft) {
    Optional<Row> bridge = draft.target("bridge");
    if (bridge.isEmpty()) {
      return Optional.empty();
    }
    if (draft.before().filter(bridge.get()::equals).isPresent()) {
      return Rule.field("bridge", "An interface cannot be bridged to itself.");
    }
    return elsewhere(draft, bridge.get())
        .flatMap(
            owner ->
                Rule.field(
                    "bridge",
                    "Bridge interface (%s) must belong to the same %s"
                        .formatted(bridge.get().display(), owner)));
  }

  /** From 4.4 on; older ones check it on devices alone. */
  static Optional<Rule.Breach> power(Draft draft) {
    boolean virtual = draft.isOneOf("type", Stream.of("virtual", "bridge", "lag"));
    if (virtual && draft.has("poe_mode")) {
      return Rule.field("poe_mode", "Virtual interfaces cannot have a PoE mode.");
    }
    if (virtual && draft.has("poe_type")) {
      return Rule.field("poe_type", "Virtual interfaces cannot have a PoE type.");
    }
    return draft.has("poe_type") && !draft.has("poe_mode")
        ? Rule.field("poe_type", "Must specify PoE mode when designating a PoE type.")
        : Optional.empty();
  }

  static Optional<Rule.Breach> radio(Draft draft) {
    boolean wireless =
        String.valueOf(draft.values().get("type")).startsWith("ieee802.1")
            || draft.isOneOf("type", Stream.of("other-wireless", "gsm", "cdma", "lte", "4g", "5g"));
    return draft.has("rf_role") && !wireless
        ? Rule.field("rf_role", "Wireless role may be set only on wireless interfaces.")
        : Optional.empty();
  }

  static Optional<Rule.Breach> draw(Draft draft) {
    boolean both = draft.has("maximum_draw") && draft.has("allocated_draw");
    return both && draft.number("allocated_draw").compareTo(draft.number("maximum_draw")) > 0
        ? Rule.field(
            "allocated_draw",
            "Allocated draw cannot exceed the maximum draw (%sW)."
                .formatted(draft.number("maximum_draw")))
        : Optional.empty();
  }

  static Optional<Rule.Breach> outlet(Draft draft) {
    return draft
        .target("power_port")
        .flatMap(
            port ->
                elsewhere(draft, port)
                    .flatMap(
                        owner ->
                            Rule.whole(
                                "Parent power port (%s) must belong to the same %s"
                                    .formatted(port.display(), owner))));
  }

  /** Up to 4.4, where a front port has one rear port. */
  static Optional<Rule.Breach> rearPort(Draft draft) {
    Optional<Row> target = draft.target("rear_port");
    if (target.isEmpty()) {
      return Optional.empty();
    }
    Row rear = target.get();
    if (!Objects.equals(rear.reference("device_type"), draft.id("device_type"))) {
      return Rule.whole(
          "Rear port (%s) must belong to the same device type".formatted(rear.display()));
    }
    long positions = rear.value("positions") instanceof Long count ? count : 1;
    return draft.number("rear_port_position").longValue() > positions
        ? Rule.whole(
            "Invalid rear port position (%s); rear port %s has only %d positions"
                .formatted(draft.number("rear_port_position"), rear.text("name"), positions))
        : Optional.empty();
  }

  static Optional<Rule.Breach> deviceBay(Draft draft) {
    return draft
        .target("device_type")
        .filter(type -> !type.is("subdevice_role", "parent"))
        .flatMap(
            type ->
                Rule.whole(
                    "Subdevice role of device type (%s) must be set to \"parent\" to allow device bays."
                        .formatted(type.display())));
  }

  /** From 4.7 on: what an inventory item belongs to has to be there. */
  static Optional<Rule.Breach> component(Draft draft) {
    boolean type = draft.has("component_type");
    if (type != draft.has("component_id")) {
      return Rule.field(type ? "component_id" : "component_type", "This field cannot be null.");
    }
    Object name = draft.values().get("component_type");
    boolean there =
        !type
            || draft.tables().all().stream()
                .filter(table -> table.kind().contentType().equals(name))
                .anyMatch(
                    table -> table.find(draft.number("component_id").longValue()).isPresent());
    return there
        ? Optional.empty()
        : Rule.field(
            "component_id",
            "Related object not found using the provided value: %s."
                .formatted(draft.number("component_id")));
  }

  /** What the other one does not share, if anything. */
  private static Optional<String> elsewhere(Draft draft, Row other) {
    for (String owner : new String[] {"device_type", "module_type"}) {
      if (draft.has(owner) && !Objects.equals(draft.id(owner), other.reference(owner))) {
        return Optional.of(owner.replace('_', ' '));
      }
    }
    return Optional.empty();
  }
}
