package dev.caravan.infrastructure;

import dev.caravan.openstack.Conversation;
import dev.caravan.workflow.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the servers of one cloud: one list serves every deployment that waits there, however
 * many. Writes down what it saw, and wakes those that need wait no longer; what is to be done they
 * decide by a look of their own.
 */
final class Watching {

  /**
   * The message that servers of an operation are to be looked at: all built, or one is not well.
   */
  static final String SETTLED = "servers-settled";

  /** The message that servers that were to go are to be looked at: gone, or to be asked again. */
  static final String GONE = "servers-gone";

  private final String cloud;
  private final List<Deployment> waiting;
  private final ResourceStore store;
  private final Messages messages;
  private final InfrastructureProperties limits;

  Watching(
      String cloud,
      List<Deployment> waiting,
      ResourceStore store,
      Messages messages,
      InfrastructureProperties limits) {
    this.cloud = cloud;
    this.waiting = waiting;
    this.store = store;
    this.messages = messages;
    this.limits = limits;
  }

  Conversation conversation() {
    List<UUID> ids = waiting.stream().map(Deployment::id).toList();
    Map<UUID, List<Resource>> servers = new HashMap<>(store.servers(ids));
    waiting.forEach(each -> servers.compute(each.id(), (id, all) -> concerned(each, all)));
    List<Resource> all = servers.values().stream().flatMap(List::stream).toList();
    return new ServerLook(cloud, all).conversation("caravan", look -> saw(ids, servers, all, look));
  }

  /** Those that the operation makes, and those that are to go. */
  private static List<Resource> concerned(Deployment deployment, @Nullable List<Resource> servers) {
    return servers == null
        ? List.of()
        : servers.stream()
            .filter(
                each ->
                    each.state() == ResourceState.REMOVING
                        || each.process().equals(deployment.processId()))
            .toList();
  }

  private void saw(
      List<UUID> ids, Map<UUID, List<Resource>> servers, List<Resource> all, ServerLook look) {
    store.seen(look.of(all));
    Set<UUID> late = store.overdue(ids, ResourceState.PRESENT, limits.buildLimit());
    Set<UUID> staying = store.overdue(ids, ResourceState.REMOVING, limits.removalLimit());
    staying.addAll(store.notAskedToGo(ids, limits.removalAskedAgain()));
    for (Deployment deployment : waiting) {
      List<Resource> mine = servers.getOrDefault(deployment.id(), List.of());
      built(deployment, mine, look, late);
      left(deployment, mine, look, staying);
    }
  }

  private void built(
      Deployment deployment, List<Resource> servers, ServerLook look, Set<UUID> late) {
    boolean building = false;
    boolean unwell = false;
    for (Resource server : servers) {
      if (server.state() == ResourceState.PRESENT) {
        String status = look.of(server).map(Sighting::status).orElse(null);
        boolean settled = Sighting.settled(status);
        building |= !settled;
        unwell |= Sighting.DELETED.equals(status) || (!settled && late.contains(server.id()));
      }
    }
    deliver(deployment, SETTLED, !building || unwell);
  }

  private void left(
      Deployment deployment, List<Resource> servers, ServerLook look, Set<UUID> staying) {
    boolean going = false;
    boolean stays = false;
    for (Resource server : servers) {
      if (server.state() == ResourceState.REMOVING) {
        boolean gone = look.of(server).filter(seen -> seen.is(Sighting.DELETED)).isPresent();
        if (gone) {
          store.gone(List.of(server));
        }
        going |= !gone;
        stays |= !gone && staying.contains(server.id());
      }
    }
    deliver(deployment, GONE, !going || stays);
  }

  private void deliver(Deployment deployment, String message, boolean due) {
    UUID process = deployment.processId();
    if (due && process != null) {
      messages.deliver(process, message);
    }
  }
}
