package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What an object's schema has against it. */
final class Validation {

  private final List<Cause> causes = new ArrayList<>();

  private Validation() {}

  static List<Cause> of(JsonNode object, JsonNode schema) {
    Validation validation = new Validation();
    object
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("metadata")) {
                validation.check(
                    field.getValue(),
                    schema.path("properties").path(field.getKey()),
                    field.getKey());
              }
            });
    validation.required(object, schema, "");
    return validation.causes;
  }

  private void check(JsonNode value, JsonNode schema, String path) {
    if ((value.isNull() && schema.path("nullable").asBoolean()) || !hasType(value, schema, path)) {
      return;
    }
    if (schema.has("enum")) {
      checkEnum(value, schema, path);
    }
    if (value.isObject()) {
      checkObject(value, schema, path);
    } else if (value.isArray()) {
      checkArray(value, schema, path);
    } else if (value.isTextual()) {
      checkText(value.asText(), schema, path);
    } else if (value.isNumber()) {
      checkNumber(value, schema, path);
    }
  }

  private boolean hasType(JsonNode value, JsonNode schema, String path) {
    boolean either = schema.path("x-kubernetes-int-or-string").asBoolean();
    String wanted = either ? "integer,string" : schema.path("type").asText();
    String is = typeOf(value);
    if (wanted.isEmpty()
        || List.of(wanted.split(",", -1)).contains(is)
        || (wanted.equals("number") && is.equals("integer"))) {
      return true;
    }
    typeInvalid(path, "\"" + is + "\"", wanted);
    return false;
  }

  private void typeInvalid(String path, String value, String wanted) {
    String words = "%s in body must be of type %s: %s".formatted(path, wanted, value);
    causes.add(new Cause("FieldValueTypeInvalid", "Invalid value: " + value + ": " + words, path));
  }

  private static String typeOf(JsonNode value) {
    if (value.isNumber()) {
      return value.isIntegralNumber() ? "integer" : "number";
    }
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private void checkEnum(JsonNode value, JsonNode schema, String path) {
    if (StreamSupport.stream(schema.path("enum").spliterator(), false).noneMatch(value::equals)) {
      String supported =
          StreamSupport.stream(schema.path("enum").spliterator(), false)
              .map(JsonNode::toString)
              .collect(Collectors.joining(", "));
      causes.add(Cause.unsupported(path, value.toString(), supported));
    }
  }

  private void checkObject(JsonNode value, JsonNode schema, String path) {
    for (var field : value.properties()) {
      JsonNode property = schema.path("properties").path(field.getKey());
      check(
          field.getValue(),
          property.isMissingNode() ? schema.path("additionalProperties") : property,
          path + "." + field.getKey());
    }
    required(value, schema, path + ".");
  }

  private void required(JsonNode value, JsonNode schema, String prefix) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        causes.add(Cause.required(prefix + name.asText()));
      }
    }
  }

  private void checkArray(JsonNode value, JsonNode schema, String path) {
    int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    int least = schema.path("minItems").asInt(0);
    if (value.size() > most) {
      String words = "Too many: %d: must have at most %d items".formatted(value.size(), most);
      causes.add(new Cause("FieldValueTooMany", words, path));
    }
    if (value.size() < least) {
      outOf(path, Integer.toString(value.size()), "should have at least " + least + " items");
    }
    Shape shape = new Shape(schema);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < value.size(); i++) {
      String at = path + "[" + i + "]";
      String name = shape.splits(value) ? shape.nameOf(value.path(i)) : Integer.toString(i);
      if (!names.add(name)) {
        causes.add(new Cause("FieldValueDuplicate", "Duplicate value: " + name.substring(2), at));
      }
      check(value.path(i), schema.path("items"), at);
    }
  }

  private void checkText(String value, JsonNode schema, String path) {
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    int least = schema.path("minLength").asInt(0);
    String pattern = schema.path("pattern").asText("");
    String quoted = "\"" + value + "\"";
    if (value.getBytes(StandardCharsets.UTF_8).length > most) {
      String words = "Too long: may not be more than " + most + " bytes";
      causes.add(new Cause("FieldValueTooLong", words, path));
      return;
    }
    if (value.length() < least) {
      outOf(path, quoted, "should be at least " + least + " chars long");
    } else if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(value).find()) {
      outOf(path, quoted, "should match '" + pattern + "'");
    }
    if (schema.path("format").asText().equals("date-time") && !isTime(value)) {
      typeInvalid(path, quoted, "date-time");
    }
  }

  private static boolean isTime(String value) {
    try {
      OffsetDateTime.parse(value);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private void checkNumber(JsonNode value, JsonNode schema, String path) {
    BigDecimal number = value.decimalValue();
    JsonNode most = schema.path("maximum");
    JsonNode least = schema.path("minimum");
    if (most.isNumber() && number.compareTo(most.decimalValue()) > 0) {
      outOf(path, value.toString(), "should be less than or equal to " + most);
    }
    if (least.isNumber() && number.compareTo(least.decimalValue()) < 0) {
      outOf(path, value.toString(), "should be greater than or equal to " + least);
    }
  }

  private void outOf(String path, String value, String words) {
    causes.add(Cause.invalid(path, value, path + " in body " + words));
  }
}
