package dev.caravan.sandbox.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may ask, known by a bearer token, and what they may do. */
enum User {
  /** Everything. */
  ADMIN,
  /** Everything with the objects of a fabric. */
  WRITER,
  /** Reads the objects of a fabric. */
  READER,
  /** Nothing but discovery. */
  NOBODY;

  private static final Set<String> READING = Set.of("get", "list", "watch");
  private static final Set<String> SEEN =
      Set.of("customresourcedefinitions.apiextensions.k8s.io", "namespaces", "events");
  private static final List<String> FABRIC =
      List.of("agent", "dhcp", "gateway", "gwint", "vpc", "wiring");

  static Optional<User> of(Optional<String> authorization) {
    return Arrays.stream(values())
        .filter(user -> authorization.equals(Optional.of("Bearer sandbox-" + user.word())))
        .findFirst();
  }

  String word() {
    return switch (this) {
      case ADMIN -> "admin";
      case WRITER -> "writer";
      case READER -> "reader";
      case NOBODY -> "nobody";
    };
  }

  boolean may(String verb, String group, String resource) {
    boolean fabric = FABRIC.stream().anyMatch(name -> group.equals(name + ".githedgehog.com"));
    boolean reading =
        READING.contains(verb) && (fabric || SEEN.contains(Refusal.dotted(resource, group)));
    boolean review = group.equals("authorization.k8s.io") && verb.equals("create");
    return switch (this) {
      case ADMIN -> true;
      case WRITER -> fabric || reading || review;
      case READER -> reading || review;
      case NOBODY -> review;
    };
  }

  /** Refuses what this user may not do. */
  void check(RequestInfo info) {
    if (may(info.verb(), info.group(), info.resource())) {
      return;
    }
    String what = Refusal.dotted(info.resource(), info.group());
    String where =
        info.namespace().isEmpty()
            ? "at the cluster scope"
            : "in the namespace \"%s\"".formatted(info.namespace());
    String message =
        "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
            .formatted(
                info.name().isEmpty() ? what : what + " \"" + info.name() + "\"",
                word(),
                info.verb(),
                info.target(),
                info.group(),
                where);
    throw Refusal.of(403, message, Refusal.details(info.name(), info.group(), info.resource()));
  }
}
