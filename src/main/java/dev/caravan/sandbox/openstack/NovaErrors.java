package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.http.Answer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Errors as Nova words them: one key that names the kind. */
final class NovaErrors {

  private NovaErrors() {}

  static Refused badRequest(String message) {
    return refused(400, "badRequest", message);
  }

  static Refused forbidden(String message) {
    return refused(403, "forbidden", message);
  }

  static Refused notFound(String message) {
    return refused(404, "itemNotFound", message);
  }

  static Refused conflict(String message) {
    return refused(409, "conflictingRequest", message);
  }

  /** A body that is not as the schema wants it; the whole value comes back. */
  static Refused invalid(String field, JsonNode value, String reason) {
    String text = value.isTextual() ? value.asText() : python(value);
    return badRequest(
        "Invalid input for field/attribute " + field + ". Value: " + text + ". " + reason);
  }

  static Refused invalidQuery(String parameter, String value, String reason) {
    return badRequest(
        "Invalid input for query parameters %s. Value: %s. '%s' %s"
            .formatted(parameter, value, value, reason));
  }

  /** A value as Python writes it. */
  static String python(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .map(each -> "'" + each.getKey() + "': " + python(each.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(NovaErrors::python)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? "True" : "False";
    }
    return value.isTextual()
        ? "'" + value.asText() + "'"
        : value.isNull() ? "None" : value.asText();
  }

  static Refused refused(int status, String kind, String message) {
    return new Refused(answer(status, kind, message));
  }

  static Answer answer(int status, String kind, String message) {
    return Answer.json(status, Json.object(kind, Json.object("code", status, "message", message)));
  }

  /** What Nova says where a fault asks for a status. */
  static Answer failure(int status) {
    return switch (status) {
      case 400 -> answer(400, "badRequest", "A refusal by request of a test.");
      case 403 -> answer(403, "forbidden", "Policy doesn't allow this to be performed.");
      case 404 -> answer(404, "itemNotFound", "It could not be found.");
      case 409 -> answer(409, "conflictingRequest", "There was a conflict.");
      case 413, 429 -> answer(status, "overLimit", "This request was rate-limited.");
      default ->
          answer(
              status,
              "computeFault",
              "Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/ and"
                  + " attach the Nova API log if possible.");
    };
  }
}
