package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is particular to the server's own kinds: definitions and namespaces. */
final class Definitions {

  private Definitions() {}

  /** Fills in what the server adds to a new object of its own kinds. */
  static void complete(Resource resource, ObjectNode object, String now) {
    if (resource.isNamespaces()) {
      Json.within(Metadata.of(object), "labels")
          .put("kubernetes.io/metadata.name", Metadata.name(object));
      Metadata.of(object).remove("generation");
      object.set("spec", Json.object("finalizers", List.of("kubernetes")));
      object.set("status", Json.object("phase", "Active"));
    } else if (resource.isDefinitions()) {
      establish(object, now);
    }
  }

  private static void establish(ObjectNode definition, String now) {
    ObjectNode spec = Json.within(definition, "spec");
    ObjectNode names = Json.within(spec, "names");
    String kind = names.path("kind").asText();
    if (!names.has("listKind")) {
      names.put("listKind", kind + "List");
    }
    if (!names.has("singular")) {
      names.put("singular", kind.toLowerCase(Locale.ROOT));
    }
    if (!spec.has("conversion")) {
      spec.set("conversion", Json.object("strategy", "None"));
    }
    List<ObjectNode> conditions =
        List.of(
            condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
            condition(
                "Established",
                "InitialNamesAccepted",
                "the initial names have been accepted",
                now));
    definition.set(
        "status",
        Json.object(
            "acceptedNames",
            names,
            "conditions",
            conditions,
            "storedVersions",
            List.of(spec.path("versions").path(0).path("name").asText())));
  }

  private static ObjectNode condition(String type, String reason, String message, String now) {
    return Json.object(
        "type", type,
        "status", "True",
        "lastTransitionTime", now,
        "reason", reason,
        "message", message);
  }

  /** What is wrong with a definition, as far as it matters here. */
  static List<Cause> problems(JsonNode definition) {
    JsonNode spec = definition.path("spec");
    String group = spec.path("group").asText("");
    String name = Metadata.name(definition);
    List<Cause> causes = new ArrayList<>();
    if (!name.equals(spec.path("names").path("plural").asText("") + "." + group)) {
      causes.add(
          Cause.invalid(
              "metadata.name", "\"" + name + "\"", "must be spec.names.plural+\".\"+spec.group"));
    }
    Map<String, JsonNode> needed =
        Map.of(
            "spec.group", spec.path("group"),
            "spec.scope", spec.path("scope"),
            "spec.versions", spec.path("versions"));
    needed.forEach(
        (field, value) -> {
          if (value.isMissingNode()) {
            causes.add(Cause.required(field));
          }
        });
    return causes;
  }
}
