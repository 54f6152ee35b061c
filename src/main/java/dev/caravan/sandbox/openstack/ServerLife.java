package dev.caravan.sandbox.openstack;

import dev.caravan.sandbox.openstack.BuildFaults.BuildFault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What becomes of a server, step by step, in the background. */
final class ServerLife {

  private final ServerStore servers;
  private final ServerPorts ports;
  private final ServerGroups groups;
  private final BuildFaults faults;
  private final Pace pace;
  private final Clock clock;

  ServerLife(
      ServerStore servers,
      ServerPorts ports,
      ServerGroups groups,
      BuildFaults faults,
      Pace pace,
      Clock clock) {
    this.servers = servers;
    this.ports = ports;
    this.groups = groups;
    this.faults = faults;
    this.pace = pace;
    this.clock = clock;
  }

  private Instant now() {
    return clock.instant();
  }

  private Duration part(double part) {
    return Duration.ofMillis(Math.round(pace.settings().buildTime().toMillis() * part));
  }

  /** It is there, and its build begins. */
  void build(Server server) {
    servers.add(server);
    Optional<BuildFault> fault = faults.hitting(server);
    if (fault.filter(BuildFault::stuck).isEmpty()) {
      pace.after(part(0.2), () -> schedule(server, fault));
    }
  }

  /** A server of before a restart: what was about to happen to it happens. */
  void resume(Server server) {
    String task = server.task().orElse("");
    switch (task) {
      case "scheduling" -> pace.after(part(0.2), () -> schedule(server, Optional.empty()));
      case "networking" -> pace.after(part(0.3), () -> plug(server, Optional.empty()));
      case "spawning" -> pace.after(part(0.5), () -> finish(server, Optional.empty()));
      case "deleting" -> pace.after(pace.settings().deleteTime(), () -> end(server));
      case "powering-off" -> pace.after(part(0.2), () -> changed(server, ServerState.SHUTOFF));
      case "powering-on", "rebooting" ->
          pace.after(part(0.2), () -> changed(server, ServerState.ACTIVE));
      default -> {}
    }
  }

  private void schedule(Server server, Optional<BuildFault> fault) {
    if (server.going()) {
      return;
    }
    if (server.spec().flavor().nowhere() || crowded(server)) {
      server.failed("No valid host was found. ", now());
      return;
    }
    server.place();
    server.doing("networking", now());
    pace.after(part(0.3), () -> plug(server, fault));
  }

  private boolean crowded(Server server) {
    Optional<String> group = server.spec().group().filter(groups::apart);
    long placed =
        servers.all().stream()
            .filter(other -> group.isPresent() && other.spec().group().equals(group))
            .filter(other -> other.state() != ServerState.ERROR)
            .count();
    return placed > pace.settings().hosts();
  }

  private void plug(Server server, Optional<BuildFault> fault) {
    if (server.going()) {
      return;
    }
    try {
      ports.plug(server);
    } catch (Refused refused) {
      fail(server, aborted(server, "Failed to allocate the network(s), not rescheduling."));
      return;
    }
    server.doing("spawning", now());
    Duration rest = part(0.5).plusMillis(server.spec().delay());
    pace.after(rest, () -> finish(server, fault));
  }

  private void finish(Server server, Optional<BuildFault> fault) {
    if (server.going()) {
      return;
    }
    if (fault.isPresent()) {
      fail(server, fault.get().message().formatted(server.id()));
    } else if (server.spec().failsToSpawn()) {
      fail(server, aborted(server, "sandbox_fault=spawn was asked for"));
    } else {
      server.became(ServerState.ACTIVE, now());
    }
  }

  private static String aborted(Server server, String why) {
    return "Build of instance " + server.id() + " aborted: " + why;
  }

  private void fail(Server server, String message) {
    ports.unplug(server);
    ports.remove(server);
    server.failed(message, now());
  }

  /** It goes, a while later. */
  void delete(Server server) {
    if (!server.going()) {
      server.doing("deleting", now());
      Optional<BuildFault> fault = faults.hittingDelete(server);
      pace.after(
          pace.settings().deleteTime(),
          () ->
              fault.ifPresentOrElse(
                  hit -> server.failed(hit.message().formatted(server.id()), now()),
                  () -> end(server)));
    }
  }

  private void end(Server server) {
    ports.unplug(server);
    pace.after(pace.settings().portLinger(), () -> ports.remove(server));
    server.became(ServerState.DELETED, now());
    servers.forget(server);
  }

  void stop(Server server) {
    change(server, "stop", "powering-off", ServerState.ACTIVE, ServerState.SHUTOFF);
  }

  void start(Server server) {
    change(server, "start", "powering-on", ServerState.SHUTOFF, ServerState.ACTIVE);
  }

  /** It is shut off and on again for a moment. */
  void reboot(Server server) {
    change(server, "reboot", "rebooting", ServerState.ACTIVE, ServerState.ACTIVE);
  }

  private void change(Server server, String action, String task, ServerState from, ServerState to) {
    String refusal = "Cannot '" + action + "' instance " + server.id() + " while it is in ";
    if (server.state() != from) {
      throw NovaErrors.conflict(refusal + "vm_state " + server.state().vmState());
    }
    if (server.task().isPresent()) {
      throw NovaErrors.conflict(refusal + "task_state " + server.task().get());
    }
    server.doing(task, now());
    pace.after(part(0.2), () -> changed(server, to));
  }

  private void changed(Server server, ServerState to) {
    if (!server.going()) {
      server.became(to, now());
    }
  }
}
