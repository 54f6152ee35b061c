package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;

/**
 * A field that the library and NetBox call by the same name.
 *
 * @param absent the value that NetBox holds when the library doesn't say it
 * @param since the first release that has it
 * @param only the values that it takes where others are left out rather than refused; empty where
 *     NetBox alone decides
 */
public record NetBoxField(
    String name, Type type, JsonNode absent, NetBoxVersion since, List<String> only) {

  private NetBoxField(String name, Type type, JsonNode absent) {
    this(name, type, absent, NetBoxVersion.OLDEST, List.of());
  }

  /** How a value is written. */
  public enum Type {
    TEXT,
    NUMBER,
    YES_NO,
    /** One of NetBox's choices, which it answers as {@code {"value", "label"}}. */
    CHOICE
  }

  static NetBoxField text(String name) {
    return new NetBoxField(name, Type.TEXT, TextNode.valueOf(""));
  }

  static NetBoxField choice(String name) {
    return new NetBoxField(name, Type.CHOICE, NullNode.getInstance());
  }

  /** The library's own schema says nothing of it, so that any word may stand there. */
  static NetBoxField coolingMethod() {
    return choice("cooling_method").since(4, 7).only("air", "liquid", "hybrid", "immersion");
  }

  /** A choice that NetBox empties with the empty text, and refuses to set to null. */
  static NetBoxField blankChoice(String name) {
    return new NetBoxField(name, Type.CHOICE, TextNode.valueOf(""));
  }

  /** A day, such as {@code 2030-12-31}, which NetBox empties with null. */
  static NetBoxField date(String name) {
    return new NetBoxField(name, Type.TEXT, NullNode.getInstance());
  }

  static NetBoxField number(String name) {
    return new NetBoxField(name, Type.NUMBER, NullNode.getInstance());
  }

  static NetBoxField number(String name, int absent) {
    JsonNode value = DecimalNode.valueOf(BigDecimal.valueOf(absent));
    return new NetBoxField(name, Type.NUMBER, value);
  }

  static NetBoxField yesNo(String name, boolean absent) {
    return new NetBoxField(name, Type.YES_NO, BooleanNode.valueOf(absent));
  }

  NetBoxField since(int major, int minor) {
    return new NetBoxField(name, type, absent, new NetBoxVersion(major, minor), only);
  }

  NetBoxField only(String... values) {
    return new NetBoxField(name, type, absent, since, List.of(values));
  }

  /** Whether a release of NetBox can hold what the library says. */
  public boolean fits(NetBoxVersion version, JsonNode item) {
    return version.atLeast(since) && takes(item);
  }

  /** Whether the value is one that this field takes. */
  public boolean takes(JsonNode item) {
    return only.isEmpty() || only.contains(item.path(name).asText().strip());
  }

  /** Whether the library says anything of it; blanks say nothing. */
  public boolean says(JsonNode item) {
    JsonNode value = item.path(name);
    return !value.isMissingNode() && !value.isNull() && !value.asText().isBlank() && takes(item);
  }

  /** What the library wants, in NetBox's shape; {@link #absent} when it says nothing. */
  public JsonNode wanted(JsonNode item) {
    if (!says(item)) {
      return absent;
    }
    JsonNode value = item.path(name);
    boolean words = type == Type.TEXT || type == Type.CHOICE;
    return words ? TextNode.valueOf(value.asText()) : value;
  }

  /** What NetBox holds, in the shape in which it would be sent. */
  public JsonNode held(JsonNode row) {
    JsonNode value = row.path(name);
    JsonNode plain = value.isObject() ? value.path("value") : value;
    return plain.isMissingNode() || plain.isNull() ? absentText() : plain;
  }

  private JsonNode absentText() {
    return type == Type.TEXT && !absent.isNull() ? TextNode.valueOf("") : NullNode.getInstance();
  }

  /** Whether both mean the same to NetBox, which trims texts and rounds decimals. */
  public boolean same(JsonNode wanted, JsonNode held) {
    if (type == Type.NUMBER) {
      return sameNumber(wanted, held);
    }
    if (type == Type.YES_NO) {
      return wanted.asBoolean() == held.asBoolean();
    }
    return plain(wanted).equals(plain(held));
  }

  private static boolean sameNumber(JsonNode wanted, JsonNode held) {
    String one = plain(wanted);
    String other = plain(held);
    try {
      return one.equals(other)
          || (!one.isEmpty()
              && !other.isEmpty()
              && new BigDecimal(one).compareTo(new BigDecimal(other)) == 0);
    } catch (NumberFormatException word) {
      return false;
    }
  }

  private static String plain(JsonNode value) {
    return value.isNull() || value.isMissingNode()
        ? ""
        : value.asText().replace("\r\n", "\n").strip();
  }
}
