package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.netbox.Access.Bearer;
import dev.caravan.sandbox.netbox.Field.Trait;
import java.math.BigDecimal;
import java.util.Map;

/** Answers to OPTIONS: what the asking user may do here, and what the fields accept. */
final class Options {

  private static final Map<FieldType, String> TYPES =
      Map.of(
          FieldType.TEXT, "string",
          FieldType.SLUG, "slug",
          FieldType.COLOR, "string",
          FieldType.BOOLEAN, "boolean",
          FieldType.INTEGER, "integer",
          FieldType.DECIMAL, "decimal",
          FieldType.REFERENCE, "nested object",
          FieldType.COUNT, "integer",
          FieldType.CREATED, "datetime",
          FieldType.LAST_UPDATED, "datetime");

  private final Choices choices;

  Options(Choices choices) {
    this.choices = choices;
  }

  Answer of(Kind kind, Bearer bearer) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", kind.model().replaceAll("(?<=[a-z])(?=[A-Z])", " ") + " List");
    body.put("description", "");
    body.putArray("renders").add("application/json").add("text/html");
    body.putArray("parses").add("application/json").add("multipart/form-data");
    ObjectNode actions = JsonNodeFactory.instance.objectNode();
    if (bearer.may(kind, "change")) {
      actions.set("PUT", fields(kind));
    }
    if (bearer.may(kind, "add")) {
      actions.set("POST", fields(kind));
    }
    if (!actions.isEmpty()) {
      body.set("actions", actions);
    }
    return Answer.json(200, body);
  }

  private ObjectNode fields(Kind kind) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.set("id", description("integer", false, true, "ID"));
    fields.set("url", description("field", false, true, "Url"));
    fields.set("display", description("field", false, true, "Display"));
    kind.fields().values().forEach(field -> fields.set(field.name(), description(kind, field)));
    return fields;
  }

  private ObjectNode description(Kind kind, Field field) {
    String words = field.name().replace('_', ' ').strip();
    ObjectNode shown =
        description(
            TYPES.getOrDefault(field.type(), "field"),
            field.has(Trait.REQUIRED),
            !field.writable(),
            Character.toUpperCase(words.charAt(0)) + words.substring(1));
    if (field.type() == FieldType.TEXT && field.limits().length() < Integer.MAX_VALUE) {
      shown.put("max_length", field.limits().length());
    }
    BigDecimal least = field.limits().least();
    BigDecimal most = field.limits().most();
    if (least != null) {
      shown.put("min_value", least.longValue());
    }
    if (most != null) {
      shown.put("max_value", most.longValue());
    }
    if (field.type() == FieldType.CHOICE) {
      ArrayNode list = shown.putArray("choices");
      choices
          .of(kind, field)
          .forEach(
              (value, label) -> list.addObject().put("value", value).put("display_name", label));
    }
    return shown;
  }

  private static ObjectNode description(
      String type, boolean required, boolean readOnly, String label) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", type)
        .put("required", required)
        .put("read_only", readOnly)
        .put("label", label);
  }
}
