package dev.caravan.ansible;

/**
 * A server that may be configured.
 *
 * @param name as Ansible shows it, such as {@code shop-web-1}
 * @param shortName as it may be named too, such as {@code web-1}
 * @param address where ssh finds it
 * @param type what it is, such as {@code web}
 */
public record InventoryHost(String name, String shortName, String address, String type) {

  boolean isCalled(String word) {
    return word.equals(name) || word.equals(shortName) || word.equals(address);
  }
}
