package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * How quick this OpenStack is.
 *
 * @param buildTime from the POST of a server until it is ACTIVE
 * @param deleteTime from the DELETE of a server until it is gone
 * @param portLinger how long the ports of a server that is gone are still there
 * @param tokenLifetime how long a token is good
 * @param interfaceTime how long it takes to connect a router with a subnet
 * @param hosts how many servers of one anti-affinity group find a place
 */
public record Settings(
    Duration buildTime,
    Duration deleteTime,
    Duration portLinger,
    Duration tokenLifetime,
    Duration interfaceTime,
    int hosts) {

  /** Quick, as tests want it. */
  public static Settings quick() {
    return new Settings(
        Duration.ofMillis(300),
        Duration.ofMillis(100),
        Duration.ZERO,
        Duration.ofHours(1),
        Duration.ZERO,
        4);
  }

  public Settings withBuildTime(Duration time) {
    return new Settings(time, deleteTime, portLinger, tokenLifetime, interfaceTime, hosts);
  }

  /** The same with what is given here, times in seconds. */
  Settings with(JsonNode json) {
    return new Settings(
        time(json, "build_time", buildTime),
        time(json, "delete_time", deleteTime),
        time(json, "port_linger", portLinger),
        time(json, "token_lifetime", tokenLifetime),
        time(json, "interface_time", interfaceTime),
        json.path("hosts").asInt(hosts));
  }

  private static Duration time(JsonNode json, String name, Duration otherwise) {
    return json.has(name)
        ? Duration.ofMillis(Math.round(json.path(name).asDouble() * 1000))
        : otherwise;
  }

  ObjectNode asJson() {
    return Json.object(
        "build_time", seconds(buildTime),
        "delete_time", seconds(deleteTime),
        "port_linger", seconds(portLinger),
        "token_lifetime", seconds(tokenLifetime),
        "interface_time", seconds(interfaceTime),
        "hosts", hosts);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
