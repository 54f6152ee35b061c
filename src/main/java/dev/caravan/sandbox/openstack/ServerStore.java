package dev.caravan.sandbox.openstack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The servers, and those that were. Callers are alone. */
final class ServerStore {

  private static final int REMEMBERED = 1000;

  private final Map<String, Server> servers = new LinkedHashMap<>();
  private final Deque<Server> deleted = new ArrayDeque<>();

  void startAfresh() {
    servers.clear();
    deleted.clear();
  }

  /** One of before a restart. */
  void restore(Server server) {
    if (server.state() == ServerState.DELETED) {
      deleted.addLast(server);
    } else {
      add(server);
    }
  }

  void add(Server server) {
    servers.put(server.id(), server);
  }

  /** It is gone but still found by its time of change. */
  void forget(Server server) {
    servers.remove(server.id());
    deleted.addLast(server);
    if (deleted.size() > REMEMBERED) {
      deleted.removeFirst();
    }
  }

  List<Server> all() {
    return List.copyOf(servers.values());
  }

  /** With those that are gone. */
  List<Server> ever() {
    List<Server> all = new ArrayList<>(servers.values());
    all.addAll(deleted);
    return all;
  }

  List<Server> of(String project) {
    return all().stream().filter(server -> server.project().equals(project)).toList();
  }

  Server visible(String id, Session session) {
    return Optional.ofNullable(servers.get(id))
        .filter(server -> session.owns(server.project()))
        .orElseThrow(() -> NovaErrors.notFound("Instance " + id + " could not be found."));
  }
}
