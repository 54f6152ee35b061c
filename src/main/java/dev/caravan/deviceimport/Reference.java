package dev.caravan.deviceimport;

import org.jspecify.annotations.Nullable;

/**
 * A manufacturer or a role of inventory items that definitions name.
 *
 * @param netboxId its number in NetBox; null while it is to be created
 * @param problem why NetBox will not have it, in its own words
 * @param intended whether it was sent once, nobody knows with what success
 */
record Reference(
    Kind kind,
    String name,
    String slug,
    @Nullable Long netboxId,
    @Nullable String problem,
    boolean intended) {

  /** What is referred to. */
  enum Kind {
    MANUFACTURERS("dcim/manufacturers", "manufacturer"),
    INVENTORY_ITEM_ROLES("dcim/inventory-item-roles", "inventoryitemrole");

    private final String path;
    private final String model;

    Kind(String path, String model) {
      this.path = path;
      this.model = model;
    }

    String path() {
      return path;
    }

    String model() {
      return model;
    }

    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static Reference named(Kind kind, String name) {
    return new Reference(kind, name.strip(), Slugs.of(name), null, null, false);
  }

  Reference standing(long id) {
    return new Reference(kind, name, slug, id, null, intended);
  }

  Reference refused(String words) {
    return new Reference(kind, name, slug, null, words, false);
  }
}
