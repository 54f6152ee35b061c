package dev.caravan.definition;

import java.util.Map;
import java.util.Set;

/** Power over Ethernet, wireless roles and bridges of interfaces. */
final class InterfaceRules implements Rule {

  private static final Set<String> VIRTUAL = Set.of("virtual", "lag", "bridge");
  private static final Set<String> WIRELESS =
      Set.of("other-wireless", "gsm", "cdma", "lte", "4g", "5g");

  @Override
  public void check(Content content, Problems problems) {
    Map<String, Component> interfaces = content.byName(ComponentKind.INTERFACES);
    for (Component each : content.all(ComponentKind.INTERFACES)) {
      poe(each, problems);
      if (each.has("rf_role") && !wireless(each.text("type"))) {
        problems.error(
            each.at("rf_role"),
            "rf-role-needs-wireless",
            "Only a wireless interface has an rf_role, %s is %s"
                .formatted(each.title(), each.text("type")));
      }
      reference(each, "bridge", interfaces, problems);
      reference(each, "parent", interfaces, problems);
    }
  }

  private static void poe(Component each, Problems problems) {
    if (each.has("poe_type") && !each.has("poe_mode")) {
      problems.error(
          each.at("poe_type"),
          "poe-type-needs-mode",
          "The poe_type of %s needs a poe_mode beside it".formatted(each.title()));
    }
    if (VIRTUAL.contains(each.text("type")) && (each.has("poe_mode") || each.has("poe_type"))) {
      problems.error(
          each.at(each.has("poe_mode") ? "poe_mode" : "poe_type"),
          "poe-on-virtual",
          "%s is %s and cannot carry power".formatted(each.title(), each.text("type")));
    }
  }

  private static boolean wireless(String type) {
    return type.startsWith("ieee802.11")
        || type.startsWith("ieee802.15")
        || WIRELESS.contains(type);
  }

  private static void reference(
      Component each, String field, Map<String, Component> interfaces, Problems problems) {
    if (!each.has(field)) {
      return;
    }
    if (each.text(field).equals(each.name())) {
      problems.error(
          each.at(field), field + "-self", each.title() + " names itself as its " + field);
    } else if (!interfaces.containsKey(each.text(field))) {
      problems.error(
          each.at(field),
          field + "-missing",
          "The %s of %s, \"%s\", is no interface here"
              .formatted(field, each.title(), each.text(field)));
    }
  }
}
