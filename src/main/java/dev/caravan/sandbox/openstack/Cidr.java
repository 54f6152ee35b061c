package dev.caravan.sandbox.openstack;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses; an address is a number here.
 *
 * @param first the address of the network
 * @param length of the prefix, in bits
 */
record Cidr(long first, int length) {

  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  static Optional<Cidr> parse(String text) {
    String[] parts = text.split("/", -1);
    Optional<Long> address = address(parts[0]);
    if (parts.length > 2 || address.isEmpty() || (parts.length == 2 && !length(parts[1]))) {
      return Optional.empty();
    }
    int length = parts.length == 2 ? Integer.parseInt(parts[1]) : 32;
    return Optional.of(new Cidr(address.get() & -(1L << (32 - length)), length));
  }

  private static boolean length(String text) {
    return text.matches("\\d{1,2}") && Integer.parseInt(text) <= 32;
  }

  static Optional<Long> address(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(matcher.group(i));
      if (part > 255) {
        return Optional.empty();
      }
      address = address * 256 + part;
    }
    return Optional.of(address);
  }

  static String text(long address) {
    return "%d.%d.%d.%d"
        .formatted(address >> 24, (address >> 16) & 255, (address >> 8) & 255, address & 255);
  }

  /** The last address, which is that of broadcasts. */
  long last() {
    return first + (1L << (32 - length)) - 1;
  }

  boolean contains(long address) {
    return first <= address && address <= last();
  }

  boolean overlaps(Cidr other) {
    return first <= other.last() && other.first <= last();
  }

  String text() {
    return text(first) + "/" + length;
  }
}
