package dev.caravan.network;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of IP addresses.
 *
 * @param purpose what the addresses are for, for messages
 */
record NetworkRange(String purpose, InetAddress first, int prefix) {

  /** Reads a block in CIDR form with a literal address: no name is looked up. */
  static NetworkRange of(String purpose, String cidr) {
    int slash = cidr.indexOf('/');
    try {
      InetAddress first = InetAddress.getByName(cidr.substring(0, slash));
      return new NetworkRange(purpose, first, Integer.parseInt(cidr.substring(slash + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(cidr, e);
    }
  }

  boolean contains(InetAddress address) {
    byte[] asked = address.getAddress();
    byte[] own = first.getAddress();
    if (asked.length != own.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((asked[bit / 8] ^ own[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
