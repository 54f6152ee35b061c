package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind of objects that the server keeps.
 *
 * @param group empty for the core group
 * @param status whether {@code /status} is an endpoint of its own
 * @param schema of the whole object, that of its metadata included
 */
record Resource(
    String group,
    String version,
    String plural,
    String singular,
    String kind,
    String listKind,
    List<String> shortNames,
    List<String> categories,
    boolean namespaced,
    boolean status,
    ObjectNode schema) {

  private static final ObjectNode METADATA =
      Json.yaml(Resource.class.getResourceAsStream("/sandbox/kubernetes/metadata.schema.yaml"));

  /** The kind that a definition makes, in the version that is stored. */
  static Resource definedBy(ObjectNode definition) {
    JsonNode version = definition.path("spec").path("versions").path(0);
    for (JsonNode each : definition.path("spec").path("versions")) {
      version = each.path("storage").asBoolean() ? each : version;
    }
    return definedBy(definition, version);
  }

  /** The same in one of its versions. */
  static Resource definedBy(ObjectNode definition, JsonNode version) {
    JsonNode spec = definition.path("spec");
    JsonNode names = spec.path("names");
    ObjectNode schema =
        version.path("schema").path("openAPIV3Schema") instanceof ObjectNode given
            ? given.deepCopy()
            : Json.object("type", "object");
    return new Resource(
        spec.path("group").asText(),
        version.path("name").asText(),
        names.path("plural").asText(),
        names.path("singular").asText(),
        names.path("kind").asText(),
        names.path("listKind").asText(),
        texts(names.path("shortNames")),
        texts(names.path("categories")),
        spec.path("scope").asText().equals("Namespaced"),
        version.path("subresources").has("status"),
        withMetadata(schema));
  }

  /** A kind that is there without a definition; its objects may hold anything. */
  static Resource builtIn(String group, String plural, String singular, String kind, String name) {
    return new Resource(
        group,
        "v1",
        plural,
        singular,
        kind,
        kind + "List",
        List.of(name),
        List.of(),
        false,
        true,
        withMetadata(Json.object("type", "object", "x-kubernetes-preserve-unknown-fields", true)));
  }

  private static ObjectNode withMetadata(ObjectNode schema) {
    ObjectNode properties = Json.within(schema, "properties");
    properties.set("metadata", METADATA);
    properties.set("apiVersion", Json.object("type", "string"));
    properties.set("kind", Json.object("type", "string"));
    return schema;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  boolean isNamespaces() {
    return id().equals("namespaces");
  }

  boolean isDefinitions() {
    return id().equals("customresourcedefinitions.apiextensions.k8s.io");
  }

  /** Whether it is there without a definition. */
  boolean isBuiltIn() {
    return isNamespaces() || isDefinitions();
  }

  /** Such as {@code vpcs.vpc.githedgehog.com}. */
  String id() {
    return Refusal.dotted(plural, group);
  }

  /** Such as {@code vpc.githedgehog.com/v1beta1}. */
  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }
}
