package dev.caravan.notification;

import dev.caravan.network.SpecialAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
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
  private static final int LAST_PORT = 65535;

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
    if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
      return Optional.of("has a port that is none: ports are 1 to " + LAST_PORT);
    }
    if (uri.getHost() != null && uri.getHost().contains("%")) {
      return Optional.of("must name no zone (%): it is of this machine alone");
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
    return SpecialAddresses.objectionTo(address);
  }
}
