package dev.caravan.definition;

import java.util.HashMap;
import java.util.Map;

/**
 * Every component has a name that no other of its kind has, and every text fits into NetBox's
 * column (lengths from the models of NetBox 4.2 to 4.7, in characters).
 */
final class TextRules implements Rule {

  static final int SLUG = 100;

  private static final Map<String, Integer> TYPE =
      Map.of(
          "manufacturer", 100, "model", 100, "slug", SLUG, "part_number", 50, "description", 200);
  private static final Map<String, Integer> COMPONENT =
      Map.of("name", 64, "label", 64, "description", 200, "part_id", 50, "manufacturer", 100);
  private static final int POSITION = 30;

  @Override
  public void check(Content content, Problems problems) {
    names(content, problems);
    lengths(content, problems);
  }

  private static void names(Content content, Problems problems) {
    for (ComponentKind kind : ComponentKind.values()) {
      Map<String, Component> seen = new HashMap<>();
      for (Component each : content.all(kind)) {
        if (each.name().isEmpty()) {
          problems.error(
              each.at("name"), "name-required", "A " + kind.singular() + " needs a name");
          continue;
        }
        Component first = seen.putIfAbsent(key(each), each);
        if (first != null) {
          problems.error(
              each.at("name"),
              "duplicate-name",
              "There is another %s, at %s".formatted(each.title(), first.pointer()));
        }
      }
    }
  }

  private static void lengths(Content content, Problems problems) {
    TYPE.forEach((field, most) -> check(content.text(field), most, "/" + field, problems));
    for (Component each : content.all()) {
      COMPONENT.forEach((field, most) -> check(each.text(field), most, each.at(field), problems));
      if (each.kind() == ComponentKind.MODULE_BAYS) {
        check(each.text("position"), POSITION, each.at("position"), problems);
      }
    }
  }

  private static void check(String text, int most, String pointer, Problems problems) {
    int length = text.codePointCount(0, text.length());
    if (length > most) {
      problems.error(pointer, "too-long", "%d characters, NetBox holds %d".formatted(length, most));
    }
  }

  /** Inventory items are named within the item that they are part of. */
  private static String key(Component each) {
    return each.kind() == ComponentKind.INVENTORY_ITEMS
        ? each.text("parent") + "\n" + each.name()
        : each.name();
  }
}
