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

  private static final String PART = "(0|[1-9][0-9]{0,2})";

  /** No zeros in front: some readers take them for octal numbers, Neutron takes them not at all. */
  private static final Pattern TEXT =
      Pattern.compile(String.join("\\.", PART, PART, PART, PART) + "/(0|[1-9][0-9]?)");

  /** DHCP is on in every subnet, and Neutron wants two addresses for servers beside it. */
  private static final int LONGEST_PREFIX = 30;

  static Optional<Cidr> parse(String text) {
    return around(text).filter(cidr -> cidr.first % cidr.size() == 0);
  }

  /** An address with the prefix of its block, such as {@code 10.20.1.7/24}. */
  private static Optional<Cidr> around(String text) {
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
    return prefix > 32 ? Optional.empty() : Optional.of(new Cidr(address, prefix));
  }

  /** Why a text is no block, and which one was probably meant. */
  static String flawOf(String text) {
    String flaw = "\"" + text + "\" is no block of IPv4 addresses such as 10.20.1.0/24";
    if (text.contains(":")) {
      return flaw + "; IPv6 is not supported";
    }
    return around(text.contains("/") ? text : text + "/32")
        .map(meant -> new Cidr(meant.first - meant.first % meant.size(), meant.prefix))
        .map(meant -> flaw + "; did you mean " + meant + "?")
        .orElse(flaw);
  }

  /** Why no subnet can be made of it, in which Neutron hands out addresses by DHCP. */
  Optional<String> flawAsSubnet() {
    if (prefix > LONGEST_PREFIX) {
      return Optional.of("is too small for a subnet: its prefix must be /30 or shorter");
    }
    if (first == 0) {
      return Optional.of("begins with 0.0.0.0, and Neutron takes no such subnet");
    }
    if (first >> 24 == 127) {
      return Optional.of("is for loopback, and Neutron takes no such subnet");
    }
    if (first >> 28 == 14) {
      return Optional.of("is for multicast, and Neutron takes no such subnet");
    }
    return Optional.empty();
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

  @Override
  public String toString() {
    return "%d.%d.%d.%d/%d"
        .formatted(first >> 24, (first >> 16) & 255, (first >> 8) & 255, first & 255, prefix);
  }
}
