package dev.caravan.deviceimport;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which files of a library an import has read: what it hasn't read may be there or not.
 *
 * @param all whether every vendor was chosen
 * @param vendors the folders that were read
 * @param whole false where only some definitions of each vendor were wanted
 */
record LibraryScope(boolean all, Set<String> vendors, boolean whole) {

  static LibraryScope of(Map<String, Object> inputs) {
    boolean all = inputs.get("selected_vendors") instanceof List<?> names && names.contains("all");
    Set<String> vendors =
        inputs.get("vendors") instanceof List<?> found
            ? found.stream().map(LibraryScope::name).collect(Collectors.toSet())
            : Set.of();
    boolean filtered =
        inputs.get("device_type_filter") instanceof String filter && !filter.isBlank();
    return new LibraryScope(all, vendors, !filtered);
  }

  private static String name(Object vendor) {
    return vendor instanceof Map<?, ?> fields
        ? String.valueOf(fields.get("name"))
        : vendor.toString();
  }

  /** Whether the file would have been read, were it there. */
  boolean includes(String path) {
    return whole && (all || vendors.contains(vendor(path)));
  }

  /** The folder of a path such as {@code device-types/Cisco/C9300.yaml}. */
  static String vendor(String path) {
    String[] parts = path.split("/", -1);
    return parts.length > 1 ? parts[1] : "";
  }
}
