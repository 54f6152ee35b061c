package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import dev.caravan.sandbox.netbox.Tables.Protected;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers to DELETE: one object or a list of them, all or none. Callers hold the lock. */
final class Deletes {

  private final NetBoxVersion version;
  private final Tables tables;
  private final Updates updates;

  Deletes(NetBoxVersion version, Tables tables, Updates updates) {
    this.version = version;
    this.tables = tables;
    this.updates = updates;
  }

  Answer one(Kind kind, long id, Call call) {
    Row row = tables.of(kind).find(id).orElse(null);
    if (row == null) {
      return Reads.notFound(kind);
    }
    if (updates.stale(call, row)) {
      return Answer.detail(412, "Precondition failed.");
    }
    Answer refusal = delete(row);
    return refusal == null ? Answer.empty(204) : refusal;
  }

  Answer many(Kind kind, JsonNode list) {
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    for (JsonNode item : list) {
      Row row = tables.of(kind).find(item.get("id").asLong()).orElse(null);
      if (row == null) {
        continue;
      }
      if (!version.reportsErrorsPerObject()) {
        Answer refusal = delete(row);
        if (refusal != null) {
          return refusal;
        }
        continue;
      }
      try {
        tables.delete(row);
      } catch (Protected by) {
        ObjectNode error = errors.addObject().put("id", row.id());
        error
            .putObject("errors")
            .putArray(Rule.WHOLE)
            .add(
                "Unable to delete: %d dependent object(s) prevent deletion."
                    .formatted(by.dependents().size()));
      }
    }
    return errors.isEmpty()
        ? Answer.empty(204)
        : Answer.json(409, Creates.failed(errors, list.size(), "deleted"));
  }

  private @Nullable Answer delete(Row row) {
    try {
      tables.delete(row);
      return null;
    } catch (Protected by) {
      String dependents =
          by.dependents().stream()
              .map(dependent -> dependent.display() + " (" + dependent.id() + ")")
              .collect(Collectors.joining(", "));
      return Answer.detail(
          409,
          "Unable to delete object. %d dependent objects were found: %s"
              .formatted(by.dependents().size(), dependents));
    }
  }
}
