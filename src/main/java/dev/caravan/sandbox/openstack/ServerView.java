package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A server as Nova shows it, by microversion. */
final class ServerView {

  private static final DateTimeFormatter LAUNCHED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private final NovaLinks links;
  private final ServerAddresses addresses;

  ServerView(NovaLinks links, ServerAddresses addresses) {
    this.links = links;
    this.addresses = addresses;
  }

  ObjectNode brief(Server server) {
    return Json.object(
        "id", server.id(), "name", server.name(), "links", links.both("servers", server.id()));
  }

  /** A whole server as lists show it: without the reason for an error. */
  ObjectNode listed(Server server, Microversion version) {
    ServerSpec spec = server.spec();

    ObjectNode view =
        Json.object(
            "id",
            server.id(),
            "name",
            server.name(),
            "status",
            server.state().name(),
            "tenant_id",
            server.project(),
            "user_id",
            spec.session().user().id(),
            "metadata",
            server.metadata(),
            "hostId",
            server.placed() ? hostId(server) : "",
            "image",
            Json.object(
                "id", spec.image(), "links", Json.array(links.bookmark("images", spec.image()))),
            "flavor",
            version.atLeast(47) ? spec.flavor().embedded() : spec.flavor().reference(links),
            "created",
            time(server.created()),
            "updated",
            time(server.updated()),
            "addresses",
            addresses.of(server),
            "accessIPv4",
            "",
            "accessIPv6",
            "",
            "links",
            links.both("servers", server.id()),
            "OS-DCF:diskConfig",
            "MANUAL");
    if (server.state() == ServerState.ACTIVE || server.state() == ServerState.BUILD) {
      view.put("progress", 0);
    }
    addExtensions(view, server);
    addNewer(view, server, version);
    return view;
  }

  private static String hostId(Server server) {
    String hex = Identity.hex("host/" + server.project());
    return hex + hex.substring(0, 24);
  }

  private static void addExtensions(ObjectNode view, Server server) {
    view.put("OS-EXT-AZ:availability_zone", server.placed() ? "nova" : "");
    view.put("config_drive", server.spec().configDrive() ? "True" : "");
    view.put("key_name", server.spec().keyName().orElse(null));
    view.put("OS-SRV-USG:launched_at", server.launched().map(LAUNCHED::format).orElse(null));
    view.put("OS-SRV-USG:terminated_at", server.terminated().map(LAUNCHED::format).orElse(null));
    view.put("OS-EXT-STS:task_state", server.task().orElse(null));
    view.put("OS-EXT-STS:vm_state", server.state().vmState());
    view.put("OS-EXT-STS:power_state", server.state().power());
    view.putArray("os-extended-volumes:volumes_attached");
    if (server.launched().isPresent() && server.terminated().isEmpty()) {
      List<ObjectNode> groups =
          server.spec().groupNames().stream().map(name -> Json.object("name", name)).toList();
      view.set("security_groups", Json.array(groups));
    }
  }

  private static void addNewer(ObjectNode view, Server server, Microversion version) {
    if (version.atLeast(9)) {
      view.put("locked", false);
    }
    if (version.atLeast(19)) {
      view.put("description", server.spec().description().orElse(null));
    }
    if (version.atLeast(26)) {
      view.set("tags", Json.array(server.tags()));
    }
    if (version.atLeast(63)) {
      view.putNull("trusted_image_certificates");
    }
    if (version.atLeast(73)) {
      view.putNull("locked_reason");
    }
    if (version.atLeast(90)) {
      view.put("OS-EXT-SRV-ATTR:hostname", server.spec().name());
    }
  }

  /** A server asked for by its id: with the reason for an error. */
  ObjectNode whole(Server server, Microversion version) {
    ObjectNode view = listed(server, version);
    if (version.atLeast(71)) {
      view.set("server_groups", Json.array(server.spec().group().stream().toList()));
    }
    server
        .fault()
        .ifPresent(
            fault ->
                view.set(
                    "fault",
                    Json.object(
                        "code", 500,
                        "created", time(fault.created()),
                        "message", fault.message())));
    return view;
  }

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
