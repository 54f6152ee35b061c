package dev.caravan.fabric;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which kinds others refer to: those are made first, and deleted last. */
final class Precedence {

  private static final List<String> ORDER =
      List.of(
          Foundation.DEFINITION,
          Foundation.NAMESPACE,
          "IPv4Namespace",
          "VLANNamespace",
          "SwitchProfile",
          "ServerProfile",
          "SwitchGroup",
          "Switch",
          "Server",
          "Connection",
          "GatewayGroup",
          "Gateway",
          "VPC",
          "External");

  private Precedence() {}

  /** The place of a change to an object of this kind: what is to go comes after all else. */
  static int of(String kind, @Nullable String action) {
    int known = ORDER.indexOf(kind);
    int place = known < 0 ? ORDER.size() : known;
    return "delete".equals(action) ? 2 * ORDER.size() - place : place - ORDER.size();
  }
}
