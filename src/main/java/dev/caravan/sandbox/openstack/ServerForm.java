package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a request for a server against the schema, before anything is looked up. */
final class ServerForm {

  static final int LONGEST_TEXT = 255;
  private static final int LONGEST_USER_DATA = 65535;
  private static final Pattern TAG = Pattern.compile("[^,/]{1,60}");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
  private static final Set<String> AUTOMATIC = Set.of("auto", "none");
  private static final Map<String, Integer> SINCE = since();

  private ServerForm() {}

  private static Map<String, Integer> since() {
    Map<String, Integer> since = new LinkedHashMap<>();
    for (String always :
        Set.of(
            "name",
            "imageRef",
            "flavorRef",
            "metadata",
            "networks",
            "security_groups",
            "user_data",
            "key_name",
            "availability_zone",
            "config_drive",
            "min_count",
            "max_count",
            "adminPass",
            "block_device_mapping",
            "block_device_mapping_v2",
            "OS-DCF:diskConfig",
            "accessIPv4",
            "accessIPv6",
            "return_reservation_id")) {
      since.put(always, 1);
    }
    since.put("description", 19);
    since.put("tags", 52);
    since.put("trusted_image_certificates", 63);
    since.put("host", 74);
    since.put("hypervisor_hostname", 74);
    since.put("hostname", 90);
    return since;
  }

  static void check(JsonNode server, Microversion version) {
    if (!server.isObject()) {
      throw NovaErrors.badRequest("'server' is a required property");
    }
    server
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!version.atLeast(SINCE.getOrDefault(name, Integer.MAX_VALUE))) {
                throw NovaErrors.invalid(
                    "server",
                    server,
                    "Additional properties are not allowed ('" + name + "' was unexpected)");
              }
            });
    require(server, "name");
    require(server, "flavorRef");
    if (version.atLeast(37)) {
      require(server, "networks");
    }
    checkText("name", server.path("name"));
    checkImage(server.path("imageRef"));
    checkMetadata(server.path("metadata"));
    server.path("tags").forEach(ServerForm::checkTag);
    checkUserData(server.path("user_data"));
    checkNetworks(server.path("networks"));
  }

  private static void require(JsonNode server, String name) {
    if (!server.has(name)) {
      throw NovaErrors.invalid("server", server, "'" + name + "' is a required property");
    }
  }

  private static void checkText(String field, JsonNode value) {
    if (!value.isTextual()) {
      throw NovaErrors.invalid(field, value, value + " is not of type 'string'");
    }
    if (value.asText().isBlank()) {
      throw NovaErrors.invalid(field, value, "'" + value.asText() + "' is too short");
    }
    if (value.asText().length() > LONGEST_TEXT) {
      throw NovaErrors.invalid(field, value, "'" + value.asText() + "' is too long");
    }
  }

  private static void checkImage(JsonNode image) {
    if (Json.given(image) && !image.asText().isEmpty() && !isUuid(image.asText())) {
      throw NovaErrors.invalid(
          "imageRef",
          image,
          "'" + image.asText() + "' is not valid under any of the given schemas");
    }
  }

  static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }

  /** Keys and values are texts of at most 255 characters. */
  static void checkMetadata(JsonNode metadata) {
    metadata
        .properties()
        .forEach(
            each -> {
              String text = each.getValue().asText();
              if (!each.getValue().isTextual()) {
                throw NovaErrors.invalid(
                    each.getKey(), each.getValue(), each.getValue() + " is not of type 'string'");
              }
              if (text.length() > LONGEST_TEXT) {
                throw NovaErrors.invalid(
                    each.getKey(), each.getValue(), "'" + text + "' is too long");
              }
            });
  }

  static void checkTag(JsonNode tag) {
    if (!TAG.matcher(tag.asText()).matches()) {
      String reason = tag.asText().length() > 60 ? "is too long" : "does not match '^[^,/]*$'";
      throw NovaErrors.invalid("0", tag, "'" + tag.asText() + "' " + reason);
    }
  }

  private static void checkUserData(JsonNode data) {
    if (data.asText().length() > LONGEST_USER_DATA) {
      throw NovaErrors.invalid("user_data", data, "'" + data.asText() + "' is too long");
    }
  }

  private static void checkNetworks(JsonNode networks) {
    boolean fine = !networks.isTextual() || AUTOMATIC.contains(networks.asText());
    for (JsonNode network : networks) {
      for (String name : new String[] {"uuid", "port"}) {
        fine &= !network.has(name) || isUuid(network.path(name).asText());
      }
    }
    if (!fine) {
      throw NovaErrors.invalid(
          "networks",
          networks,
          NovaErrors.python(networks) + " is not valid under any of the given schemas");
    }
  }
}
