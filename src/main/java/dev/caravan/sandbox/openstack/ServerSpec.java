package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server was asked to be.
 *
 * @param image its id, or empty if there is none
 * @param networks a network or a port each, as the request names them
 * @param securityGroups ids of those for ports that Nova makes
 * @param groupNames the same as the server shows them
 * @param group the server group that it belongs to
 */
record ServerSpec(
    Session session,
    String name,
    String image,
    Flavor flavor,
    Map<String, String> metadata,
    List<String> tags,
    Optional<String> keyName,
    Optional<String> description,
    boolean configDrive,
    List<JsonNode> networks,
    List<String> securityGroups,
    List<String> groupNames,
    Optional<String> group) {

  ServerSpec named(String other) {
    return new ServerSpec(
        session,
        other,
        image,
        flavor,
        metadata,
        tags,
        keyName,
        description,
        configDrive,
        networks,
        securityGroups,
        groupNames,
        group);
  }

  /** How long its build is to take beyond the usual, in milliseconds. */
  long delay() {
    try {
      return Math.round(Double.parseDouble(metadata.getOrDefault("sandbox_delay", "0")) * 1000);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  boolean failsToSpawn() {
    return metadata.getOrDefault("sandbox_fault", "").equals("spawn");
  }
}
