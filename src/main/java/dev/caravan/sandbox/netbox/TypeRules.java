package dev.caravan.sandbox.netbox;

import java.math.BigDecimal;
import java.util.Optional;

/** The laws of device types and module types. */
final class TypeRules {

  private static final BigDecimal HALF = new BigDecimal("0.5");

  private TypeRules() {}

  static Optional<Rule.Breach> deviceType(Draft draft) {
    return weight(draft).or(() -> height(draft)).or(() -> bays(draft)).or(() -> child(draft));
  }

  static Optional<Rule.Breach> weight(Draft draft) {
    if (draft.number("weight").signum() < 0) {
      throw new Crash("ValueError", "Invalid value for weight: must be a positive number");
    }
    return draft.values().containsKey("weight")
            && draft.number("weight").signum() != 0
            && !draft.has("weight_unit")
        ? Rule.whole("Must specify a unit when setting a weight")
        : Optional.empty();
  }

  private static Optional<Rule.Breach> height(Draft draft) {
    return draft.number("u_height").remainder(HALF).signum() != 0
        ? Rule.field("u_height", "U height must be in increments of 0.5 rack units.")
        : Optional.empty();
  }

  private static Optional<Rule.Breach> bays(Draft draft) {
    boolean hasBays =
        draft
            .before()
            .map(
                row ->
                    draft.tables().of("device-bay-templates").pointingAt("device_type", row.id()))
            .map(bays -> !bays.isEmpty())
            .orElse(false);
    return hasBays && !draft.is("subdevice_role", "parent")
        ? Rule.field(
            "subdevice_role",
            "Must delete all device bay templates associated with this device before declassifying"
                + " it as a parent device.")
        : Optional.empty();
  }

  private static Optional<Rule.Breach> child(Draft draft) {
    return draft.is("subdevice_role", "child") && draft.number("u_height").signum() != 0
        ? Rule.field("u_height", "Child device types must be 0U.")
        : Optional.empty();
  }
}
