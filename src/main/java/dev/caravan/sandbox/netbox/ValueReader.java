package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.sandbox.netbox.Field.Trait;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one field's value from a request as strictly, and as leniently, as NetBox does. */
final class ValueReader {

  private static final Pattern SLUG = Pattern.compile("[-a-zA-Z0-9_]+");
  private static final Pattern COLOR = Pattern.compile("[0-9a-f]{6}");
  private static final Pattern WHOLE = Pattern.compile("\\s*-?\\d+(\\.0*)?\\s*");
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern ADDRESS =
      Pattern.compile(OCTET + "(\\." + OCTET + "){3}(/(3[0-2]|[12]?\\d))?");
  private static final Set<String> YES = Set.of("t", "y", "yes", "true", "on", "1");
  private static final Set<String> NO = Set.of("f", "n", "no", "false", "off", "0");
  private static final String NOT_NULL = "This field may not be null.";
  private static final String NOT_BLANK = "This field may not be blank.";

  private final Choices choices;
  private final ReferenceReader references;

  ValueReader(Choices choices, ReferenceReader references) {
    this.choices = choices;
    this.references = references;
  }

  /** The value to keep, or null for none. */
  @Nullable Object read(Kind kind, Field field, JsonNode value) throws Refused {
    if (value.isNull() && field.has(Trait.NULLABLE)) {
      return null;
    }
    if (field.type() == FieldType.CHOICE) {
      return choice(kind, field, value);
    }
    if (value.isNull()) {
      throw new Refused(NOT_NULL);
    }
    if (field.type() == FieldType.NUMBER_CHOICE) {
      return Long.valueOf(String.valueOf(choice(kind, field, value)));
    }
    return switch (field.type()) {
      case TEXT -> text(field, value);
      case SLUG -> slug(field, value);
      case COLOR -> color(field, value);
      case BOOLEAN -> bool(value);
      case INTEGER -> integer(field, value);
      case DECIMAL -> decimal(field, value);
      case REFERENCE -> references.byIdOrAttributes(field.target().kind(), value);
      case REFERENCES -> many(field, value);
      case DATE -> date(value);
      case KEY -> references.byKey(field.target().kind(), value);
      case ADDRESS -> address(value);
      case CONTENT_TYPE -> references.contentType(field, value);
      case ATTRIBUTES -> value;
      case TAGS -> {
        references.noTags(value);
        yield null;
      }
      default -> null;
    };
  }

  private @Nullable Object choice(Kind kind, Field field, JsonNode value) throws Refused {
    if (value.isContainerNode()) {
      throw new Refused(
          "Value must be passed directly (e.g. \"foo\": 123); do not use a dictionary or list.");
    }
    String chosen = value.isNull() ? "" : value.asText();
    if (chosen.isEmpty()) {
      if (field.has(Trait.BLANK)) {
        return null;
      }
      throw new Refused(NOT_BLANK);
    }
    if (!choices.of(kind, field).containsKey(chosen)) {
      throw new Refused(Python.print(value) + " is not a valid choice.");
    }
    return chosen;
  }

  private JsonNode many(Field field, JsonNode value) throws Refused {
    if (!value.isArray()) {
      throw new Refused("Expected a list of items but got type \"" + Python.type(value) + "\".");
    }
    ArrayNode ids = JsonNodeFactory.instance.arrayNode();
    for (JsonNode each : value) {
      ids.add(references.byKey(field.target().kind(), each));
    }
    return ids;
  }

  private static String date(JsonNode value) throws Refused {
    try {
      return LocalDate.parse(value.asText()).toString();
    } catch (DateTimeParseException e) {
      throw new Refused("Date has wrong format. Use one of these formats instead: YYYY-MM-DD.");
    }
  }

  private static String text(Field field, JsonNode value) throws Refused {
    if (!value.isTextual() && !value.isNumber()) {
      throw new Refused("Not a valid string.");
    }
    String text = value.asText().strip();
    if (text.isEmpty() && !field.has(Trait.BLANK)) {
      throw new Refused(NOT_BLANK);
    }
    if (text.codePointCount(0, text.length()) > field.limits().length()) {
      throw new Refused(
          "Ensure this field has no more than " + field.limits().length() + " characters.");
    }
    return text;
  }

  private static String slug(Field field, JsonNode value) throws Refused {
    String slug = value.isContainerNode() ? "{}" : text(field, value);
    if (!SLUG.matcher(slug).matches()) {
      throw new Refused(
          "Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens.");
    }
    return slug;
  }

  private static String color(Field field, JsonNode value) throws Refused {
    String color = text(field, value);
    if (!color.isEmpty() && !COLOR.matcher(color).matches()) {
      throw new Refused("Enter a valid hexadecimal RGB color code.");
    }
    return color;
  }

  /** Without a length it is one host's. */
  private static String address(JsonNode value) throws Refused {
    String text = value.asText();
    if (!ADDRESS.matcher(text).matches()) {
      throw new Refused("Invalid IP address format: " + text);
    }
    return text.contains("/") ? text : text + "/32";
  }

  private static boolean bool(JsonNode value) throws Refused {
    String word = value.asText().toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return true;
    }
    if (NO.contains(word)) {
      return false;
    }
    throw new Refused("Must be a valid boolean.");
  }

  private static long integer(Field field, JsonNode value) throws Refused {
    if (!WHOLE.matcher(value.asText()).matches()) {
      throw new Refused("A valid integer is required.");
    }
    BigDecimal number = new BigDecimal(value.asText().strip().replaceAll("\\.0*$", ""));
    inRange(field, number);
    return number.longValueExact();
  }

  private static BigDecimal decimal(Field field, JsonNode value) throws Refused {
    BigDecimal number = number(value);
    int digits = field.limits().length();
    int decimals = field.limits().decimals();
    int fraction = Math.max(number.scale(), 0);
    int whole = Math.max(number.precision() - number.scale(), 0);
    if (whole + fraction > digits) {
      throw new Refused("Ensure that there are no more than " + digits + " digits in total.");
    }
    if (fraction > decimals) {
      throw new Refused("Ensure that there are no more than " + decimals + " decimal places.");
    }
    if (whole > digits - decimals) {
      throw new Refused(
          "Ensure that there are no more than "
              + (digits - decimals)
              + " digits before the decimal point.");
    }
    inRange(field, number);
    return number;
  }

  private static BigDecimal number(JsonNode value) throws Refused {
    if (value.isNumber()) {
      return value.decimalValue();
    }
    try {
      return new BigDecimal(value.asText().strip());
    } catch (NumberFormatException e) {
      throw new Refused("A valid number is required.");
    }
  }

  private static void inRange(Field field, BigDecimal number) throws Refused {
    BigDecimal least = field.limits().least();
    if (least != null && number.compareTo(least) < 0) {
      throw new Refused("Ensure this value is greater than or equal to " + least + ".");
    }
    BigDecimal most = field.limits().most();
    if (most != null && number.compareTo(most) > 0) {
      throw new Refused("Ensure this value is less than or equal to " + most + ".");
    }
  }
}
