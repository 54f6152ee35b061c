package dev.caravan.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that not everybody can reach, by the special-purpose registries of RFC 6890: what
 * others name may not lead there, so that nobody reads or writes through Caravan what only this
 * machine or its network should see.
 */
public final class SpecialAddresses {

  private static final List<NetworkRange> NOT_PUBLIC =
      List.of(
          NetworkRange.of("this host", "0.0.0.0/8"),
          NetworkRange.of("loopback", "127.0.0.0/8"),
          NetworkRange.of("private", "10.0.0.0/8"),
          NetworkRange.of("private", "172.16.0.0/12"),
          NetworkRange.of("private", "192.168.0.0/16"),
          NetworkRange.of("shared by a carrier", "100.64.0.0/10"),
          NetworkRange.of("link-local", "169.254.0.0/16"),
          NetworkRange.of("reserved", "192.0.0.0/24"),
          NetworkRange.of("documentation", "192.0.2.0/24"),
          NetworkRange.of("relay", "192.88.99.0/24"),
          NetworkRange.of("benchmarks", "198.18.0.0/15"),
          NetworkRange.of("documentation", "198.51.100.0/24"),
          NetworkRange.of("documentation", "203.0.113.0/24"),
          NetworkRange.of("multicast", "224.0.0.0/4"),
          NetworkRange.of("reserved", "240.0.0.0/4"),
          NetworkRange.of("loopback", "::1/128"),
          NetworkRange.of("this host or an embedded IPv4 address", "::/96"),
          NetworkRange.of("translated IPv4", "64:ff9b::/96"),
          NetworkRange.of("translated IPv4", "64:ff9b:1::/48"),
          NetworkRange.of("IPv4 behind a translator", "::ffff:0:0:0/96"),
          NetworkRange.of("discarded", "100::/64"),
          NetworkRange.of("segment routing", "5f00::/16"),
          NetworkRange.of("tunnelled IPv4", "2001::/23"),
          NetworkRange.of("documentation", "2001:db8::/32"),
          NetworkRange.of("tunnelled IPv4", "2002::/16"),
          NetworkRange.of("documentation", "3fff::/20"),
          NetworkRange.of("private", "fc00::/7"),
          NetworkRange.of("link-local", "fe80::/10"),
          NetworkRange.of("private", "fec0::/10"),
          NetworkRange.of("multicast", "ff00::/8"));

  /** All of IPv6 that is given out to be reached; RFC 4291 keeps the rest for other uses. */
  private static final NetworkRange GIVEN_OUT = NetworkRange.of("global unicast", "2000::/3");

  private SpecialAddresses() {}

  /** What an address is for where that is not the public; IPv4 in IPv6 is judged as IPv4. */
  public static Optional<String> objectionTo(InetAddress address) {
    return NOT_PUBLIC.stream()
        .filter(range -> range.contains(address))
        .findFirst()
        .map(NetworkRange::purpose)
        .or(() -> reserved(address))
        .map(purpose -> "an address of kind " + purpose);
  }

  private static Optional<String> reserved(InetAddress address) {
    return address instanceof Inet6Address && !GIVEN_OUT.contains(address)
        ? Optional.of("reserved")
        : Optional.empty();
  }
}
