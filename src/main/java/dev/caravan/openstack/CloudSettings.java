package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the settings of a cloud in one region mean; each that is read is remembered. */
final class CloudSettings {

  private static final Set<String> FACES = Set.of("public", "internal", "admin");
  private static final Pattern REFERENCE = Pattern.compile("(?<!\\$)\\{([a-z_]+)}");

  /** What is harmless to leave aside: versions, which are found out, and what was read before. */
  private static final Pattern UNTOLD =
      Pattern.compile("profile|cloud|region_name|auth|.*_api_version|message|status");

  private final String name;
  private final ObjectNode settings;
  private final CloudTexts texts;
  private final Set<String> read = new HashSet<>();

  CloudSettings(String name, ObjectNode settings, CloudTexts texts) {
    this.name = name;
    this.settings = settings;
    this.texts = texts;
  }

  Cloud cloud() {
    ObjectNode auth = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : settings.path("auth").properties()) {
      boolean secret = Login.SECRETS.contains(field.getKey());
      auth.put(
          field.getKey(), texts.of("auth." + field.getKey(), field.getValue().asText(), secret));
    }
    refuse();
    String authUrl = filled(auth.path("auth_url").asText("")).replaceAll("/+$", "");
    if (authUrl.isEmpty()) {
      throw refused("it has no auth.auth_url");
    }
    Map<OpenStackService, Cloud.Endpoint> endpoints = new EnumMap<>(OpenStackService.class);
    for (OpenStackService service : OpenStackService.values()) {
      endpoints.put(service, endpoint(service));
    }
    return new Cloud(
        name,
        authUrl.replaceFirst("/v[0-9.]+$", "") + "/v3",
        Login.of(name, text("auth_type", ""), auth),
        endpoints,
        home(text("cacert", "")),
        flag("verify", true) && !flag("insecure", false));
  }

  /** What would be dangerous to leave aside. */
  private void refuse() {
    for (String certificate : List.of("cert", "key")) {
      if (settings.has(certificate)) {
        throw refused(
            "%s is not supported here: nobody logs in by a client's certificate"
                .formatted(certificate));
      }
    }
    if (text("identity_api_version", "3").startsWith("2")) {
      throw refused("identity_api_version 2 is not supported here: Keystone is spoken to in v3");
    }
  }

  private Cloud.Endpoint endpoint(OpenStackService service) {
    String prefix = service.type() + "_";
    String face = text(prefix + "interface", text("interface", "public")).replace("URL", "");
    if (!FACES.contains(face)) {
      throw refused("interface %s is none of public, internal and admin".formatted(face));
    }
    return new Cloud.Endpoint(
        text(prefix + "endpoint_override", text(prefix + "endpoint", "")),
        text(prefix + "service_type", service.type()),
        text(prefix + "service_name", ""),
        text(prefix + "region_name", text("region_name", "")),
        face);
  }

  private String text(String field, String otherwise) {
    read.add(field);
    return settings.has(field)
        ? filled(texts.of(field, settings.path(field).asText(), false))
        : otherwise;
  }

  /** Texts may hold others, such as {@code {region_name}}. */
  private String filled(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(settings.path(found.group(1)).asText(found.group())));
  }

  private boolean flag(String field, boolean otherwise) {
    String said = text(field, String.valueOf(otherwise));
    return switch (said.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0", "" -> false;
      default -> throw refused("%s must be true or false".formatted(field));
    };
  }

  private static String home(String file) {
    return file.startsWith("~/")
        ? Path.of(System.getProperty("user.home"), file.substring(2)).toString()
        : file;
  }

  /** Settings that nothing here has read. */
  List<String> withoutEffect() {
    Set<String> idle = new TreeSet<>();
    for (Map.Entry<String, JsonNode> field : settings.properties()) {
      if (!read.contains(field.getKey()) && !UNTOLD.matcher(field.getKey()).matches()) {
        idle.add(field.getKey());
      }
    }
    settings
        .path("auth")
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!Login.FIELDS.contains(field)) {
                idle.add("auth." + field);
              }
            });
    return new ArrayList<>(idle);
  }

  private RuntimeException refused(String why) {
    return PermanentFailure.configuration("Cloud %s: %s".formatted(name, why));
  }
}
