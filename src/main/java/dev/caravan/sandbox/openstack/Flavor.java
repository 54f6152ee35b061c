package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A size of servers.
 *
 * @param ram in MiB
 * @param disk in GiB
 */
record Flavor(String id, String name, int vcpus, int ram, int disk) {

  /** The one that no host has room for. */
  boolean nowhere() {
    return name.equals("m1.nowhere");
  }

  private ObjectNode extraSpecs() {
    return nowhere() ? Json.object("trait:CUSTOM_SANDBOX_NOWHERE", "required") : Json.object();
  }

  /** As a server shows it from 2.47 on: without an id. */
  ObjectNode embedded() {
    return Json.object(
        "vcpus", vcpus,
        "ram", ram,
        "disk", disk,
        "ephemeral", 0,
        "swap", 0,
        "original_name", name,
        "extra_specs", extraSpecs());
  }

  ObjectNode reference(NovaLinks links) {
    return Json.object("id", id, "links", Json.array(links.bookmark("flavors", id)));
  }

  ObjectNode brief(NovaLinks links, Microversion version) {
    ObjectNode view = Json.object("id", id, "name", name, "links", links.both("flavors", id));
    return version.atLeast(55) ? view.putNull("description") : view;
  }

  ObjectNode detailed(NovaLinks links, Microversion version) {
    ObjectNode view =
        Json.object(
            "id",
            id,
            "name",
            name,
            "ram",
            ram,
            "disk",
            disk,
            "swap",
            version.atLeast(75) ? 0 : "",
            "OS-FLV-EXT-DATA:ephemeral",
            0,
            "OS-FLV-DISABLED:disabled",
            false,
            "vcpus",
            vcpus,
            "os-flavor-access:is_public",
            true,
            "rxtx_factor",
            1.0,
            "links",
            links.both("flavors", id));
    if (version.atLeast(55)) {
      view.putNull("description");
    }
    return version.atLeast(61) ? view.set("extra_specs", extraSpecs()) : view;
  }
}
