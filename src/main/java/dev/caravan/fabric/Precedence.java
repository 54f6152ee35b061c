package dev.caravan.fabric;

import java.util.List;

/** Which kinds others refer to: those are made first. */
final class Precedence {

  private static final List<String> ORDER =
      List.of(
          "Namespace",
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

  static int of(String kind) {
    int place = ORDER.indexOf(kind);
    return place < 0 ? ORDER.size() : place;
  }
}
