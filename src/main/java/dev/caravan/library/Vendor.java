package dev.caravan.library;

/**
 * A vendor of a library: a folder.
 *
 * @param name the folder's name
 * @param deviceTypes how many definitions of device types it holds
 * @param moduleTypes how many definitions of module types it holds
 * @param rackTypes how many definitions of rack types it holds
 */
public record Vendor(String name, int deviceTypes, int moduleTypes, int rackTypes) {

  static Vendor with(LibraryFile file) {
    boolean module = file.path().startsWith("module-types/");
    boolean rack = file.path().startsWith("rack-types/");
    return new Vendor(file.vendor(), module || rack ? 0 : 1, module ? 1 : 0, rack ? 1 : 0);
  }

  Vendor plus(Vendor other) {
    return new Vendor(
        name,
        deviceTypes + other.deviceTypes,
        moduleTypes + other.moduleTypes,
        rackTypes + other.rackTypes);
  }
}
