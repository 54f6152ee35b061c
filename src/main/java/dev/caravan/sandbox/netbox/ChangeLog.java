package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.Field.Trait.READ_ONLY;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.http.Call;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What NetBox writes down of each change: who asked for it, by which request, and from 4.4 on the
 * message that came with the object. Callers hold the lock.
 */
final class ChangeLog {

  private static final String ENDPOINT = "object-changes";

  private final NetBoxVersion version;
  private final Tables tables;
  private final Clock clock;

  ChangeLog(NetBoxVersion version, Tables tables, Clock clock) {
    this.version = version;
    this.tables = tables;
    this.clock = clock;
  }

  /** The log itself, which can only be read; with the fields that Caravan uses. */
  static Stream<Kind> kinds(NetBoxVersion version) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("time", FieldType.CREATED, READ_ONLY));
    fields.add(Field.text("user_name", 150, READ_ONLY));
    fields.add(Field.text("request_id", 36, READ_ONLY));
    fields.add(Field.of("action", FieldType.CHOICE, READ_ONLY));
    fields.add(Field.of("changed_object_type", FieldType.CONTENT_TYPE, READ_ONLY));
    fields.add(Field.integer("changed_object_id", 0, Long.MAX_VALUE, READ_ONLY));
    fields.add(Field.text("object_repr", 200, READ_ONLY));
    if (keepsMessages(version)) {
      fields.add(Field.text("message", 200, READ_ONLY));
    }
    return Stream.of(
        Kind.of(ENDPOINT, "ObjectChange", "Object change", fields).inApp("core").sortedBy("id"));
  }

  static boolean is(Kind kind) {
    return kind.endpoint().equals(ENDPOINT);
  }

  private static boolean keepsMessages(NetBoxVersion version) {
    return version.atLeast(4, 4);
  }

  /** Writes down what a request has changed since its transaction began. */
  void write(Kind kind, Optional<Long> id, JsonNode body, Call call, String user) {
    Map<String, Integer> made = new HashMap<>();
    for (Change change : tables.changes()) {
      if (!change.kind().app().equals("internal")) {
        boolean asked = change.kind().endpoint().equals(kind.endpoint());
        JsonNode said = asked ? said(change, id, body, call, made) : body.path("nothing");
        write(change, said.path("changelog_message").asText(""), call, user);
      }
    }
  }

  /** The object of the request that the change came of. */
  private static JsonNode said(
      Change change, Optional<Long> id, JsonNode body, Call call, Map<String, Integer> made) {
    if (!body.isArray()) {
      return call.method().equals("POST") || id.filter(i -> i == change.id()).isPresent()
          ? body
          : body.path("nothing");
    }
    if (call.method().equals("POST")) {
      return body.path(made.merge("", 1, Integer::sum) - 1);
    }
    for (JsonNode item : body) {
      if (item.path("id").asLong() == change.id()) {
        return item;
      }
    }
    return body.path("nothing");
  }

  private void write(Change change, String message, Call call, String user) {
    Row row = change.row();
    Table log = tables.of(ENDPOINT);
    Map<String, Object> values = new HashMap<>();
    values.put("user_name", user);
    values.put("request_id", call.id().toString());
    values.put("action", action(row, call.id()));
    values.put("changed_object_type", change.kind().contentType());
    values.put("changed_object_id", change.id());
    values.put("object_repr", row == null ? "" : row.display());
    if (keepsMessages(version)) {
      values.put("message", message);
    }
    Instant now = clock.instant();
    tables.insert(new Row(log.kind(), log.nextId(), Map.copyOf(values), now, now, call.id(), null));
  }

  private static String action(@org.jspecify.annotations.Nullable Row row, UUID request) {
    if (row == null) {
      return "delete";
    }
    return row.updatedBy() == null && row.createdBy().equals(request) ? "create" : "update";
  }
}
