package dev.caravan.library;

/**
 * A vendor of a library: a folder.
 *
 * @param name the folder's name
 * @param deviceTypes how many definitions of device types it holds
 * @param moduleTypes how many definitions of module types it holds
 */
public record Vendor(String name, int deviceTypes, int moduleTypes) {

  Vendor plus(Vendor other) {
    return new Vendor(name, deviceTypes + other.deviceTypes, moduleTypes + other.moduleTypes);
  }
}
