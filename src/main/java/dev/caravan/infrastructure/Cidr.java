package dev.caravan.infrastructure;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses, such as {@code 10.20.1.0/24}.
 *
 * @param first its first address as a number
 * @param prefix how many bits are fixed
 */
record Cidr(long first, int prefix) {

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  static Optional<Cidr> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      int octet = Integer.parseInt(matcher.group(i));
      if (octet > 255) {
        return Optional.empty();
      }
      address = address * 256 + octet;
    }
    int prefix = Integer.parseInt(matcher.group(5));
    Cidr cidr = new Cidr(address, prefix);
    return prefix > 32 || address % cidr.size() != 0 ? Optional.empty() : Optional.of(cidr);
  }

  long size() {
    return 1L << (32 - prefix);
  }

  boolean overlaps(Cidr other) {
    return first < other.first + other.size() && other.first < first + size();
  }

  boolean holds(Cidr other) {
    return first <= other.first && other.first + other.size() <= first + size();
  }

  /** Whether a single address may be a server's: not the network's, the gateway's or the last. */
  boolean hasRoomFor(Cidr address) {
    return address.first > first + 1 && address.first < first + size() - 1;
  }

  /** Addresses for ports: not those of the network, the broadcast, the gateway and its DHCP. */
  long usable() {
    return Math.max(0, size() - 4);
  }
}
