package dev.caravan.sandbox.openstack;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A server and how it is. Callers are alone. */
final class Server {

  /** Why a server is in ERROR. */
  record Fault(String message, Instant created) {}

  /** All that there is to it, as it is kept over a restart. */
  record Kept(
      String id,
      ServerSpec spec,
      String reservation,
      Instant created,
      Map<String, String> metadata,
      Set<String> tags,
      String name,
      ServerState state,
      Optional<String> task,
      Optional<Fault> fault,
      Optional<Instant> launched,
      Optional<Instant> terminated,
      boolean placed,
      Instant updated) {}

  private final String id;
  private final ServerSpec spec;
  private final String reservation;
  private final Instant created;
  private final Map<String, String> metadata;
  private final Set<String> tags;
  private String name;
  private ServerState state = ServerState.BUILD;
  private Optional<String> task = Optional.of("scheduling");
  private Optional<Fault> fault = Optional.empty();
  private Optional<Instant> launched = Optional.empty();
  private Optional<Instant> terminated = Optional.empty();
  private boolean placed;
  private Instant updated;

  Server(ServerSpec spec, String reservation, Instant now) {
    id = UUID.randomUUID().toString();
    this.spec = spec;
    this.reservation = reservation;
    created = now;
    updated = now;
    name = spec.name();
    metadata = new LinkedHashMap<>(spec.metadata());
    tags = new LinkedHashSet<>(spec.tags());
  }

  Server(Kept kept) {
    id = kept.id();
    spec = kept.spec();
    reservation = kept.reservation();
    created = kept.created();
    metadata = new LinkedHashMap<>(kept.metadata());
    tags = new LinkedHashSet<>(kept.tags());
    name = kept.name();
    state = kept.state();
    task = kept.task();
    fault = kept.fault();
    launched = kept.launched();
    terminated = kept.terminated();
    placed = kept.placed();
    updated = kept.updated();
  }

  Kept kept() {
    return new Kept(
        id,
        spec,
        reservation,
        created,
        new LinkedHashMap<>(metadata),
        new LinkedHashSet<>(tags),
        name,
        state,
        task,
        fault,
        launched,
        terminated,
        placed,
        updated);
  }

  String id() {
    return id;
  }

  ServerSpec spec() {
    return spec;
  }

  String reservation() {
    return reservation;
  }

  String name() {
    return name;
  }

  void rename(String other) {
    name = other;
  }

  String project() {
    return spec.session().project().id();
  }

  Map<String, String> metadata() {
    return metadata;
  }

  Set<String> tags() {
    return tags;
  }

  ServerState state() {
    return state;
  }

  Optional<String> task() {
    return task;
  }

  Optional<Fault> fault() {
    return fault;
  }

  Optional<Instant> launched() {
    return launched;
  }

  Optional<Instant> terminated() {
    return terminated;
  }

  /** Whether it has a host. */
  boolean placed() {
    return placed;
  }

  void place() {
    placed = true;
  }

  Instant created() {
    return created;
  }

  Instant updated() {
    return updated;
  }

  boolean going() {
    return state == ServerState.DELETED || task.filter("deleting"::equals).isPresent();
  }

  void doing(String what, Instant now) {
    task = Optional.of(what);
    updated = now;
  }

  void became(ServerState other, Instant now) {
    state = other;
    task = Optional.empty();
    updated = now;
    if (other == ServerState.DELETED) {
      terminated = Optional.of(now);
    }
    if (other == ServerState.ACTIVE && launched.isEmpty()) {
      launched = Optional.of(now);
    }
  }

  void failed(String message, Instant now) {
    became(ServerState.ERROR, now);
    fault = Optional.of(new Fault(message, now));
  }
}
