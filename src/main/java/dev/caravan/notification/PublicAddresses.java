package dev.caravan.notification;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Which addresses Caravan may be sent to by those who register webhooks: those that everybody can
 * reach, by the special-purpose registries of RFC 6890, so that nobody reads or writes through it
 * what only this machine or its network should see.
 */
@Component
class PublicAddresses {

  private static final int LONGEST = 2000;

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
          NetworkRange.of("discarded", "100::/64"),
          NetworkRange.of("tunnelled IPv4", "2001::/23"),
          NetworkRange.of("documentation", "2001:db8::/32"),
          NetworkRange.of("tunnelled IPv4", "2002::/16"),
          NetworkRange.of("documentation", "3fff::/20"),
          NetworkRange.of("private", "fc00::/7"),
          NetworkRange.of("link-local", "fe80::/10"),
          NetworkRange.of("private", "fec0::/10"),
          NetworkRange.of("multicast", "ff00::/8"));

  private final boolean allowPrivate;

  PublicAddresses(WebhookSettings settings) {
    this.allowPrivate = settings.allowPrivate();
  }

  /** Why nothing may be sent to that URL, absent where it may. */
  Optional<String> objectionTo(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return Optional.of("is no URL: " + e.getReason());
    }
    return shape(uri).or(() -> allowPrivate ? Optional.empty() : destination(uri.getHost()));
  }

  private static Optional<String> shape(URI uri) {
    if (uri.toString().length() > LONGEST) {
      return Optional.of("is longer than " + LONGEST + " characters");
    }
    if (uri.getScheme() == null || !Set.of("http", "https").contains(uri.getScheme())) {
      return Optional.of("must begin with http:// or https://");
    }
    if (uri.getUserInfo() != null) {
      return Optional.of("must hold no credentials: deliveries are signed instead");
    }
    if (uri.getFragment() != null) {
      return Optional.of("must hold no #fragment: it is never sent");
    }
    return uri.getHost() == null ? Optional.of("names no host") : Optional.empty();
  }

  private Optional<String> destination(String host) {
    try {
      resolve(host);
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The addresses of a host, once each of them is found to be public. */
  InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = lookUp(host);
    for (InetAddress address : allowPrivate ? new InetAddress[0] : addresses) {
      Optional<String> objection = objectionTo(address);
      if (objection.isPresent()) {
        throw new UnknownHostException(
            "leads to %s, %s: only public addresses are told unless CARAVAN_WEBHOOKS_ALLOW_PRIVATE is true"
                .formatted(address.getHostAddress(), objection.get()));
      }
    }
    return addresses;
  }

  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new UnknownHostException("leads nowhere: the host " + host + " is unknown");
    }
  }

  /** What an address is for where that is not the public; IPv4 in IPv6 is judged as IPv4. */
  static Optional<String> objectionTo(InetAddress address) {
    return NOT_PUBLIC.stream()
        .filter(range -> range.contains(address))
        .findFirst()
        .map(range -> "an address of kind " + range.purpose());
  }
}
