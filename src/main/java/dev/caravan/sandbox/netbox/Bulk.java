package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a list of objects to change or delete must be before anything is done. */
final class Bulk {

  private final NetBoxVersion version;
  private final Tables tables;

  Bulk(NetBoxVersion version, Tables tables) {
    this.version = version;
    this.tables = tables;
  }

  /** What is wrong with the list itself, if anything. */
  Optional<Answer> refusal(Kind kind, JsonNode body, boolean patches) {
    if (!version.reportsErrorsPerObject()) {
      return lenient(body, patches);
    }
    if (!body.isArray()) {
      String detail =
          body.isEmpty() && !body.isValueNode()
              ? "Expected a list of objects, but no data was submitted."
              : "Expected a list of objects, but got " + Python.type(body) + ".";
      return Optional.of(Answer.detail(400, detail));
    }
    return withoutId(body).or(() -> twice(body)).or(() -> missing(kind, body));
  }

  /** An id written as a text is taken, but its data is not found again. */
  private static Optional<Answer> lenient(JsonNode body, boolean patches) {
    if (!body.isArray()) {
      ObjectNode errors = JsonNodeFactory.instance.objectNode();
      errors
          .putArray("non_field_errors")
          .add("Expected a list of items but got type \"" + Python.type(body) + "\".");
      return Optional.of(Answer.json(400, errors));
    }
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    body.forEach(item -> errors.add(idProblem(item)));
    if (errors.findValue("id") != null || errors.findValue("non_field_errors") != null) {
      return Optional.of(Answer.json(400, errors));
    }
    boolean lost = patches && body.findValues("id").stream().anyMatch(JsonNode::isTextual);
    ObjectNode problem = JsonNodeFactory.instance.objectNode();
    problem.putArray("non_field_errors").add("No data provided");
    return lost ? Optional.of(Answer.json(400, problem)) : Optional.empty();
  }

  private static ObjectNode idProblem(JsonNode item) {
    ObjectNode problem = JsonNodeFactory.instance.objectNode();
    if (!item.isObject()) {
      return Problems.noObject("non_field_errors", item);
    }
    if (!item.has("id")) {
      problem.putArray("id").add("This field is required.");
    } else if (!item.get("id").asText().matches("\\d+")) {
      problem.putArray("id").add("A valid integer is required.");
    }
    return problem;
  }

  private static Optional<Answer> withoutId(JsonNode body) {
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < body.size(); i++) {
      JsonNode item = body.get(i);
      ObjectNode problem = item.isObject() ? idProblem(item) : Problems.noObject(Rule.WHOLE, item);
      if (!problem.isEmpty()) {
        errors.addObject().put("index", i).set("errors", problem);
      }
    }
    return refused(errors, body.size(), "failed validation.");
  }

  private static Optional<Answer> twice(JsonNode body) {
    Map<Long, Integer> counts = new LinkedHashMap<>();
    body.forEach(item -> counts.merge(item.get("id").asLong(), 1, Integer::sum));
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    counts.forEach(
        (id, count) -> {
          if (count > 1) {
            about(
                errors,
                id,
                "Each object may be specified only once; ID %d is listed %d times"
                    .formatted(id, count));
          }
        });
    return refused(errors, body.size(), "are listed more than once.");
  }

  private Optional<Answer> missing(Kind kind, JsonNode body) {
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    for (JsonNode item : body) {
      long id = item.get("id").asLong();
      if (tables.of(kind).find(id).isEmpty()) {
        about(errors, id, "Object with ID %d does not exist".formatted(id));
      }
    }
    return refused(errors, body.size(), "could not be found.");
  }

  private static void about(ArrayNode errors, long id, String message) {
    ObjectNode problem = errors.addObject().put("id", id);
    problem.putObject("errors").putArray("id").add(message);
  }

  private static Optional<Answer> refused(ArrayNode errors, int total, String why) {
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("detail", "%d of %d objects %s".formatted(errors.size(), total, why));
    body.set("errors", errors);
    return Optional.of(Answer.json(400, body));
  }
}
