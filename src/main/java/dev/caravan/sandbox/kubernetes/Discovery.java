package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says which groups, versions and kinds there are, and how the server is. */
final class Discovery {

  private static final List<String> VERBS =
      List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

  private static final Pattern VERSION =
      Pattern.compile("v([0-9]{1,5})(?:(alpha|beta)([0-9]{1,5}))?");

  private final Kinds kinds;

  Discovery(Kinds kinds) {
    this.kinds = kinds;
  }

  /**
   * @param parts of a path that leads to no objects
   */
  Answer answer(List<String> parts) {
    String first = parts.isEmpty() ? "" : parts.get(0);
    return switch (first + " " + parts.size()) {
      case "version 1" -> Answer.json(200, version());
      case "healthz 1", "readyz 1", "livez 1" ->
          new Answer(200, "ok", "text/plain; charset=utf-8", Map.of());
      case "api 1" -> Answer.json(200, coreVersions());
      case "api 2" -> core(parts.get(1));
      case "apis 1" -> Answer.json(200, groups());
      case "apis 2" -> Answer.json(200, group(parts.get(1)));
      case "apis 3" -> resources(parts.get(1), parts.get(2));
      case "openapi 5" -> schemas(parts.get(3), parts.get(4));
      default -> throw Refusal.noPage();
    };
  }

  private static ObjectNode version() {
    return Json.object(
        "major", "1", "minor", "36", "gitVersion", "v1.36.3+sandbox", "platform", "linux/amd64");
  }

  private static ObjectNode coreVersions() {
    return Json.object("kind", "APIVersions", "versions", List.of("v1"));
  }

  private Answer core(String version) {
    if (!version.equals("v1")) {
      throw Refusal.of(404, "the server could not find the requested resource");
    }
    return Answer.json(200, list("v1", kinds.in("")));
  }

  private ObjectNode groups() {
    ObjectNode list = Json.object("kind", "APIGroupList", "apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    kinds.all().stream()
        .map(Resource::group)
        .filter(name -> !name.isEmpty())
        .distinct()
        .forEach(
            name -> {
              ObjectNode group = group(name);
              group.remove(List.of("kind", "apiVersion"));
              groups.add(group);
            });
    return list;
  }

  private ObjectNode group(String name) {
    List<ObjectNode> versions =
        kindsOf(name).stream()
            .map(Resource::version)
            .distinct()
            .sorted(Discovery::byAge)
            .map(each -> Json.object("groupVersion", name + "/" + each, "version", each))
            .toList();
    return Json.object(
        "kind",
        "APIGroup",
        "apiVersion",
        "v1",
        "name",
        name,
        "versions",
        versions,
        "preferredVersion",
        versions.get(0));
  }

  /** v2, v1, v1beta2, v1beta1, v1alpha1, and then all others. */
  private static int byAge(String one, String other) {
    return place(other).compareTo(place(one));
  }

  private static String place(String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return "";
    }
    String stage = parts.group(2) == null ? "stable" : parts.group(2);
    int number = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    return "%s %05d %05d"
        .formatted(
            stage.equals("stable") ? "c" : stage.equals("beta") ? "b" : "a",
            Integer.parseInt(parts.group(1)),
            number);
  }

  private Answer resources(String group, String version) {
    List<Resource> there =
        kindsOf(group).stream().filter(kind -> kind.version().equals(version)).toList();
    if (there.isEmpty()) {
      throw Refusal.noPage();
    }
    return Answer.json(200, list(group + "/" + version, there));
  }

  /** OpenAPI v3 of one group: the schemas of its kinds. */
  private Answer schemas(String group, String version) {
    ObjectNode schemas = Json.object();
    for (Resource kind : kindsOf(group)) {
      if (kind.version().equals(version)) {
        ObjectNode schema = kind.schema().deepCopy();
        schema
            .putArray("x-kubernetes-group-version-kind")
            .add(Json.object("group", group, "kind", kind.kind(), "version", version));
        schemas.set(group + "." + version + "." + kind.kind(), schema);
      }
    }
    return Answer.json(
        200, Json.object("openapi", "3.0.0", "components", Json.object("schemas", schemas)));
  }

  private List<Resource> kindsOf(String group) {
    List<Resource> there = kinds.in(group);
    if (there.isEmpty() || group.isEmpty()) {
      throw Refusal.noPage();
    }
    return there;
  }

  private static ObjectNode list(String groupVersion, List<Resource> there) {
    ObjectNode list =
        Json.object("kind", "APIResourceList", "apiVersion", "v1", "groupVersion", groupVersion);
    ArrayNode resources = list.putArray("resources");
    for (Resource kind : there) {
      ObjectNode main = entry(kind, kind.plural(), kind.singular(), VERBS);
      if (!kind.shortNames().isEmpty()) {
        main.set("shortNames", Json.tree(kind.shortNames()));
      }
      if (!kind.categories().isEmpty()) {
        main.set("categories", Json.tree(kind.categories()));
      }
      resources.add(main);
      if (kind.status()) {
        List<String> verbs = List.of("get", "patch", "update");
        resources.add(entry(kind, kind.plural() + "/status", "", verbs));
      }
    }
    return list;
  }

  private static ObjectNode entry(Resource kind, String name, String singular, List<String> verbs) {
    return Json.object(
        "name", name,
        "singularName", singular,
        "namespaced", kind.namespaced(),
        "kind", kind.kind(),
        "verbs", verbs);
  }
}
