package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The API server's ways to say no: each a Status with code, reason, message and details. */
final class Refusal {

  private static final Map<Integer, String> REASONS =
      Map.of(
          400, "BadRequest",
          401, "Unauthorized",
          403, "Forbidden",
          404, "NotFound",
          409, "Conflict",
          410, "Expired",
          415, "UnsupportedMediaType",
          422, "Invalid",
          429, "TooManyRequests",
          504, "Timeout");

  private Refusal() {}

  /** A Status of failure; of a code without a reason of its own it has none. */
  static ObjectNode status(int code, String reason, String message, ObjectNode details) {
    ObjectNode status =
        Json.object("kind", "Status", "apiVersion", "v1", "metadata", Map.of())
            .put("status", "Failure")
            .put("message", message);
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    if (!details.isEmpty()) {
      status.set("details", details);
    }
    return status.put("code", code);
  }

  static Refused of(int code, String message, ObjectNode details) {
    String reason = REASONS.getOrDefault(code, "");
    return new Refused(Answer.json(code, status(code, reason, message, details)));
  }

  static Refused of(int code, String message) {
    return of(code, message, Json.object());
  }

  /** What a fault of this status is answered. */
  static Answer fault(int code) {
    return switch (code) {
      case 429 -> retry(code, "too many requests, please try again later");
      case 503 -> new Answer(503, "service unavailable\n", "text/plain; charset=utf-8", Map.of());
      case 504 -> retry(code, "Timeout: request did not complete within the allotted timeout");
      default -> of(code, "the sandbox was asked to answer " + code).answer();
    };
  }

  private static Answer retry(int code, String message) {
    return of(code, message, Json.object("retryAfterSeconds", 1)).answer().with("Retry-After", "1");
  }

  static Refused badRequest(String message) {
    return of(400, message);
  }

  static Refused notFound(Resource resource, String name) {
    String message = "%s \"%s\" not found".formatted(resource.id(), name);
    return of(404, message, details(name, resource.group(), resource.plural()));
  }

  static Refused alreadyExists(Resource resource, String name) {
    String message = "%s \"%s\" already exists".formatted(resource.id(), name);
    ObjectNode details = details(name, resource.group(), resource.plural());
    return new Refused(Answer.json(409, status(409, "AlreadyExists", message, details)));
  }

  /**
   * @param kind how this server names the kind here: its plural for writes, its kind for deletes
   */
  static Refused conflict(String group, String kind, String name, String words) {
    String message =
        "Operation cannot be fulfilled on %s \"%s\": %s"
            .formatted(dotted(kind, group), name, words);
    return of(409, message, details(name, group, kind));
  }

  static Refused modified(Resource resource, String name) {
    return conflict(
        resource.group(),
        resource.plural(),
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  static Refused invalid(String group, String kind, String name, List<Cause> causes) {
    String lines = causes.stream().map(Cause::line).collect(Collectors.joining(", "));
    String message =
        "%s \"%s\" is invalid: %s"
            .formatted(dotted(kind, group), name, causes.size() == 1 ? lines : "[" + lines + "]");
    ObjectNode details = details(name, group, kind);
    ArrayNode list = details.putArray("causes");
    causes.forEach(cause -> list.add(cause.asJson()));
    return of(422, message, details);
  }

  static Refused invalid(Resource resource, String name, List<Cause> causes) {
    return invalid(resource.group(), resource.kind(), name, causes);
  }

  /** Of one of the parameters of a request, such as ListOptions. */
  static Refused option(String kind, Cause cause) {
    return invalid("meta.k8s.io", kind, "", List.of(cause));
  }

  /** Where a path leads nowhere. */
  static Refused noPage() {
    return new Refused(
        new Answer(404, "404 page not found\n", "text/plain; charset=utf-8", Map.of()));
  }

  static ObjectNode details(String name, String group, String kind) {
    ObjectNode details = Json.object();
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    return details.put("kind", kind);
  }

  static String dotted(String kind, String group) {
    return group.isEmpty() ? kind : kind + "." + group;
  }
}
