package dev.caravan.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** The reverse proxies whose word on the caller's address counts. */
final class TrustedProxies {

  /** What an address is made of; names are never looked up. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private static final Pattern PORT_BEHIND_IPV4 = Pattern.compile("([0-9.]+):[0-9]+");
  private static final Pattern IPV6_IN_BRACKETS = Pattern.compile("\\[([0-9A-Fa-f:.]+)](:[0-9]+)?");

  private final List<IpAddressMatcher> networks;

  private TrustedProxies(List<IpAddressMatcher> networks) {
    this.networks = networks;
  }

  /** Of addresses and networks such as 10.1.2.3 and 10.1.0.0/16. */
  static TrustedProxies of(List<String> networks) {
    return new TrustedProxies(
        networks.stream()
            .map(String::strip)
            .filter(network -> !network.isEmpty())
            .map(IpAddressMatcher::new)
            .toList());
  }

  boolean trust(String address) {
    return ADDRESS.matcher(address).matches()
        && networks.stream().anyMatch(network -> network.matches(address));
  }

  /**
   * The last address that no trusted proxy has. Each proxy adds at the end whom it heard, so what
   * stands before the first stranger from the end may be invented.
   */
  String callerOf(String peer, Enumeration<String> forwardedFor) {
    List<String> hops = new ArrayList<>();
    for (String header : Collections.list(forwardedFor)) {
      hops.addAll(List.of(header.split(",", -1)));
    }
    String caller = peer;
    for (int i = hops.size() - 1; i >= 0 && trust(caller); i--) {
      String hop = withoutPort(hops.get(i).strip());
      if (!ADDRESS.matcher(hop).matches()) {
        break;
      }
      caller = hop;
    }
    return caller;
  }

  private static String withoutPort(String hop) {
    var ipv4 = PORT_BEHIND_IPV4.matcher(hop);
    if (ipv4.matches()) {
      return ipv4.group(1);
    }
    var ipv6 = IPV6_IN_BRACKETS.matcher(hop);
    return ipv6.matches() ? ipv6.group(1) : hop;
  }
}
