package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cloud of {@code clouds.yaml} as openstacksdk puts it together: its profile, over it what the
 * cloud says itself, over it the values of the region; names of old and names with hyphens become
 * today's.
 */
final class CloudEntry {

  private final String name;
  private final CloudsFiles files;
  private final ObjectNode own;
  private final ObjectNode whole;

  CloudEntry(String name, ObjectNode own, CloudsFiles files) {
    this.name = name;
    this.files = files;
    this.own = today(own);
    this.whole = profile();
    over(whole, this.own);
  }

  private ObjectNode profile() {
    String profile = own.path("profile").asText(own.path("cloud").asText(""));
    if (profile.isEmpty()) {
      return JsonNodeFactory.instance.objectNode();
    }
    Optional<ObjectNode> found = files.profile(profile).map(CloudEntry::today);
    boolean remote = profile.contains("://");
    boolean nested = found.filter(each -> each.has("profile")).isPresent();
    if ((found.isEmpty() || nested) && own.at("/auth/auth_url").asText("").isEmpty()) {
      throw PermanentFailure.configuration(
          remote || nested
              ? "Cloud %s: profile %s is to be fetched from an address, which Caravan does not do: write its auth.auth_url"
                  .formatted(name, profile)
              : "Cloud %s: there is no profile %s in clouds-public.yaml, nor does openstacksdk bring it along"
                  .formatted(name, profile));
    }
    ObjectNode content = found.orElseGet(JsonNodeFactory.instance::objectNode);
    if (content.path("status").asText("").equals("shutdown")) {
      throw PermanentFailure.configuration(
          "Cloud %s: profile %s is of a cloud that is no more: %s"
              .formatted(name, profile, content.path("message").asText()));
    }
    content.remove(List.of("profile", "status", "message"));
    return content;
  }

  /**
   * All regions that it has; none if it does not say so, but at most which one is meant usually.
   */
  List<String> regions() {
    List<String> regions = List.copyOf(valuesByRegion().keySet());
    return regions.size() > 1 || place().has("regions") ? regions : List.of();
  }

  /** A region of the cloud itself comes before regions of its profile. */
  private ObjectNode place() {
    return own.has("regions") || own.has("region_name") ? own : whole;
  }

  private Map<String, ObjectNode> valuesByRegion() {
    Map<String, ObjectNode> regions = new LinkedHashMap<>();
    ObjectNode from = place();
    if (from.has("regions")) {
      from.path("regions").forEach(region -> region(regions, region));
    } else if (from.path("region_name").isArray()) {
      from.path("region_name").forEach(region -> region(regions, region));
    } else {
      for (String region : from.path("region_name").asText("").split(",", -1)) {
        if (!region.isBlank()) {
          regions.put(region.strip(), JsonNodeFactory.instance.objectNode());
        }
      }
    }
    return regions;
  }

  private void region(Map<String, ObjectNode> regions, JsonNode region) {
    if (!region.isObject()) {
      regions.put(region.asText(), JsonNodeFactory.instance.objectNode());
      return;
    }
    List<String> fields = new ArrayList<>();
    region.fieldNames().forEachRemaining(fields::add);
    fields.removeAll(List.of("name", "values"));
    if (!region.has("name") || !fields.isEmpty()) {
      throw PermanentFailure.configuration(
          "Cloud %s: each of its regions is a name, or has a name and values".formatted(name));
    }
    regions.put(
        region.path("name").asText(),
        region.path("values") instanceof ObjectNode values
            ? today(values)
            : JsonNodeFactory.instance.objectNode());
  }

  /**
   * Everything that holds in a region.
   *
   * @param region empty takes the first
   */
  ObjectNode in(String region) {
    Map<String, ObjectNode> regions = valuesByRegion();
    List<String> all = regions();
    if (!region.isEmpty() && !all.isEmpty() && !all.contains(region)) {
      throw PermanentFailure.configuration(
          "Cloud %s has no region %s; it has %s".formatted(name, region, String.join(", ", all)));
    }
    String chosen = region.isEmpty() ? regions.keySet().stream().findFirst().orElse("") : region;
    ObjectNode settings = whole.deepCopy();
    Optional.ofNullable(regions.get(chosen)).ifPresent(values -> over(settings, values));
    settings.remove("regions");
    settings.put("region_name", chosen);
    authentication(settings);
    return settings;
  }

  /** Old clients wrote what is said of the log-in beside {@code auth}; what stands in it wins. */
  private static void authentication(ObjectNode settings) {
    ObjectNode auth = settings.withObjectProperty("auth");
    for (String field : Login.FIELDS) {
      if (settings.has(field) && !auth.has(field)) {
        auth.set(field, settings.path(field));
      }
      settings.remove(field);
    }
    renamed(auth, "tenant_id", "project_id");
    renamed(auth, "tenant_name", "project_name");
    renamed(auth, "user_name", "username");
    renamed(auth, "auth_token", "token");
    renamed(auth, "default_domain", "default_domain_id");
  }

  private static void renamed(ObjectNode node, String before, String today) {
    JsonNode value = node.remove(before);
    if (value != null && !node.has(today)) {
      node.set(today, value);
    }
  }

  /** Names as they are today; what is nothing is not there. */
  private static ObjectNode today(ObjectNode settings) {
    ObjectNode today = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : settings.properties()) {
      String key =
          field
              .getKey()
              .replace('-', '_')
              .replaceFirst("(^|_)endpoint_type$", "$1interface")
              .replaceFirst("^auth_plugin$", "auth_type");
      JsonNode value = field.getValue();
      if (value instanceof ObjectNode deeper) {
        today.set(key, today(deeper));
      } else if (!value.isNull() && (key.equals(field.getKey()) || !today.has(key))) {
        today.set(key, value);
      }
    }
    return today;
  }

  /** What is new wins; {@code auth} is merged, all else replaced. */
  private static void over(ObjectNode settings, ObjectNode more) {
    for (Map.Entry<String, JsonNode> field : more.properties()) {
      if (field.getKey().equals("auth") && field.getValue() instanceof ObjectNode auth) {
        settings.withObjectProperty("auth").setAll(auth);
      } else {
        settings.set(field.getKey(), field.getValue());
      }
    }
  }
}
