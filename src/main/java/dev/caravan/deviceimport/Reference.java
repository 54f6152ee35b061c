package dev.caravan.deviceimport;

import dev.caravan.netbox.NetBoxVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object beside the types that definitions name, such as a manufacturer or a platform.
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
    MANUFACTURERS("manufacturer", "$.\"inventory-items\"[*].manufacturer"),
    INVENTORY_ITEM_ROLES("inventory-item-role", "$.\"inventory-items\"[*].role"),
    PLATFORMS("platform", "$.default_platform"),
    MODULE_BAY_TYPES(
        "module-bay-type", "$.module_bay_types[*]", "$.\"module-bays\"[*].module_bay_types[*]");

    private final String singular;

    /** Made by List.of of texts that nobody changes. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> places;

    Kind(String singular, String... places) {
      this.singular = singular;
      this.places = List.of(places);
    }

    /** Where a definition names them, beside the manufacturer of its type, as JSON paths. */
    List<String> places() {
      return places;
    }

    boolean isIn(NetBoxVersion version) {
      return this != MODULE_BAY_TYPES || version.atLeast(NetBoxVersion.NESTED);
    }

    String path() {
      return "dcim/" + singular + "s";
    }

    String model() {
      return singular.replace("-", "");
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
