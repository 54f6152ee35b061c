package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import dev.caravan.sandbox.kubernetes.ManagedFields.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A request that changes something: its parameters and its body. */
final class Write {

  private final Resource resource;
  private final RequestInfo info;
  private final Call call;
  private final List<String> warnings = new ArrayList<>();

  Write(Resource resource, RequestInfo info, Call call) {
    this.resource = resource;
    this.info = info;
    this.call = call;
    checkOptions();
  }

  private void checkOptions() {
    String kind = Map.of("POST", "Create", "PATCH", "Patch", "PUT", "Update").get(call.method());
    String options = (kind == null ? "Delete" : kind) + "Options";
    if (!Set.of("", "All").contains(parameter("dryRun"))) {
      String value = "[\"" + parameter("dryRun") + "\"]";
      throw Refusal.option(options, Cause.unsupported("dryRun", value, "\"All\""));
    }
    if (!Set.of("", "Ignore", "Strict", "Warn").contains(parameter("fieldValidation"))) {
      String value = "\"" + parameter("fieldValidation") + "\"";
      String supported = "\"\", \"Ignore\", \"Strict\", \"Warn\"";
      throw Refusal.option(options, Cause.unsupported("fieldValidation", value, supported));
    }
  }

  Resource resource() {
    return resource;
  }

  RequestInfo info() {
    return info;
  }

  boolean ofStatus() {
    return info.subresource().equals("status");
  }

  String parameter(String name) {
    return call.query().last(name).orElse("");
  }

  boolean dryRun() {
    return parameter("dryRun").equals("All");
  }

  boolean strict() {
    return parameter("fieldValidation").equals("Strict");
  }

  /** The type of the body, without its parameters. */
  String mediaType() {
    return call.header("content-type").orElse("application/json").split(";", 2)[0].strip();
  }

  String text() {
    return call.body();
  }

  /** Who owns what this write changes; a client that does not say is named by its user agent. */
  Owner manager(String operation) {
    String agent = call.header("user-agent").orElse("unknown").split("/", 2)[0];
    String name = parameter("fieldManager").isEmpty() ? agent : parameter("fieldManager");
    return new Owner(name, operation, resource.apiVersion(), info.subresource());
  }

  /** The object in the body of a POST or PUT. */
  ObjectNode object() {
    JsonNode body = body();
    String version = body.path("apiVersion").asText("");
    boolean builtIn = resource.isNamespaces();
    if (!(body instanceof ObjectNode object)
        || (!builtIn && body.path("kind").asText("").isEmpty())) {
      throw unrecognized("Object 'Kind' is missing in '" + text() + "' (" + text() + ")");
    }
    if (builtIn && version.isEmpty()) {
      object.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
    } else if (!version.equals(resource.apiVersion())) {
      throw Refusal.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(version, resource.apiVersion()));
    }
    String kind = object.path("kind").asText();
    if (!kind.equals(resource.kind())) {
      String name = object.path("metadata").path("name").asText();
      Cause cause = Cause.invalid("kind", "\"" + kind + "\"", "must be " + resource.kind());
      throw Refusal.invalid(resource.group(), kind, name, List.of(cause));
    }
    return object;
  }

  private JsonNode body() {
    boolean yaml = mediaType().equals("application/yaml");
    if (!yaml && !mediaType().equals("application/json")) {
      throw unsupported("application/json, application/yaml, application/vnd.kubernetes.protobuf");
    }
    try {
      return yaml ? Json.readYaml(text()) : Json.read(text().isBlank() ? "{" : text());
    } catch (JsonProcessingException e) {
      String found = text().isEmpty() ? "<empty>" : text();
      throw unrecognized(
          "couldn't get version/kind; json parse error: unexpected end of JSON input (%s)"
              .formatted(found));
    }
  }

  private Refused unrecognized(String why) {
    return Refusal.badRequest(
        "the object provided is unrecognized (must be of type %s): %s"
            .formatted(resource.kind(), why));
  }

  static Refused unsupported(String accepted) {
    return Refusal.of(
        415,
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted);
  }

  /** Prunes an object and fills in defaults, and warns of what was unknown or refuses it. */
  void fit(ObjectNode object) {
    List<String> unknown = Pruning.prune(object, new Shape(resource.schema()));
    if (!unknown.isEmpty() && strict()) {
      throw strictly(unknown);
    }
    if (!parameter("fieldValidation").equals("Ignore")) {
      unknown.forEach(path -> warnings.add("unknown field \"" + path + "\""));
    }
    if (!mediaType().startsWith("application/apply")) {
      Pruning.dropNulls(object, resource.schema());
    }
    Pruning.fillIn(object, resource.schema());
  }

  private Refused strictly(List<String> unknown) {
    String words =
        "strict decoding error: "
            + unknown.stream()
                .map(path -> "unknown field \"" + path + "\"")
                .collect(Collectors.joining(", "));
    if (call.method().equals("PATCH")) {
      return Refusal.invalid("", "", "", List.of(Cause.invalid("patch", "\"\"", words)));
    }
    return Refusal.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: %s"
            .formatted(resource.kind(), resource.version(), resource.kind(), words));
  }

  Answer answer(int status, String text) {
    Answer answer = new Answer(status, text, "application/json", Map.of());
    return warnings.isEmpty()
        ? answer
        : answer.with(
            "Warning",
            warnings.stream()
                .map(words -> "299 - \"" + words.replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(", ")));
  }
}
