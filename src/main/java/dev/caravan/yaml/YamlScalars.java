package dev.caravan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What an unquoted scalar means: YAML 1.1 as PyYAML, the tool of most who write it, reads it.
 * SnakeYAML's resolver differs where it hurts: it takes a part number such as {@code 12E3} for a
 * number. Dates stay text, since JSON has none.
 */
final class YamlScalars extends Resolver implements YamlRules {

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
  private static final int MOST_DIGITS = 40;

  private static final Pattern YES_NO =
      Pattern.compile(
          "(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)");
  private static final Pattern WHOLE =
      Pattern.compile("[-+]?(?:0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*(?::[0-5]?[0-9])*)");
  private static final Pattern DECIMAL =
      Pattern.compile(
          "(?:[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*"
              + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))");
  private static final Pattern NOTHING = Pattern.compile("(?:~|null|Null|NULL|)");
  private static final Pattern MERGE = Pattern.compile("<<");
  private static final Set<String> TRUE_WORDS = Set.of("yes", "true", "on");

  private static final Set<Tag> SCALARS =
      Set.of(Tag.STR, Tag.MERGE, Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT);

  @Override
  public Resolver resolver() {
    return this;
  }

  @Override
  public boolean allows(Tag tag) {
    return SCALARS.contains(tag);
  }

  @Override
  public Optional<String> key(Tag tag, String text) {
    return Optional.of(text);
  }

  @Override
  public boolean mergesInOrder() {
    return false;
  }

  @Override
  public int deepest() {
    return 20;
  }

  @Override
  public int mostValues() {
    return 100_000;
  }

  @Override
  public int mostRepeated() {
    return 100_000;
  }

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.BOOL, YES_NO, "yYnNtTfFoO", 10);
    addImplicitResolver(Tag.INT, WHOLE, "-+0123456789");
    addImplicitResolver(Tag.FLOAT, DECIMAL, "-+0123456789.");
    addImplicitResolver(Tag.MERGE, MERGE, "<", 10);
    addImplicitResolver(Tag.NULL, NOTHING, "~nN\0", 10);
    addImplicitResolver(Tag.NULL, Pattern.compile(""), null, 10);
  }

  /** The value of a scalar, with the number of decimals it was written with. */
  @Override
  public JsonNode value(Tag tag, String text) throws NumberFormatException {
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return NODES.booleanNode(TRUE_WORDS.contains(text.toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.INT)) {
      return whole(text);
    }
    return tag.equals(Tag.FLOAT) ? decimal(text) : NODES.textNode(text);
  }

  private static JsonNode whole(String text) {
    requireSane(text);
    boolean negative = text.startsWith("-");
    String digits = text.replace("_", "").replaceFirst("^[-+]", "");
    BigInteger value = digits.contains(":") ? sexagesimal(digits).toBigInteger() : radix(digits);
    BigInteger signed = negative ? value.negate() : value;
    return signed.bitLength() < Integer.SIZE
        ? NODES.numberNode(signed.intValue())
        : signed.bitLength() < Long.SIZE
            ? NODES.numberNode(signed.longValue())
            : NODES.numberNode(signed);
  }

  private static BigInteger radix(String digits) {
    if (digits.startsWith("0b")) {
      return new BigInteger(digits.substring(2), 2);
    }
    if (digits.startsWith("0x")) {
      return new BigInteger(digits.substring(2), 16);
    }
    return digits.length() > 1 && digits.startsWith("0")
        ? new BigInteger(digits, 8)
        : new BigInteger(digits);
  }

  private static JsonNode decimal(String text) {
    requireSane(text);
    String digits = text.replace("_", "");
    if (!digits.contains(":")) {
      BigDecimal value = new BigDecimal(digits);
      if (Math.abs(value.scale()) > MOST_DIGITS) {
        throw new NumberFormatException("exponent");
      }
      return NODES.numberNode(value);
    }
    BigDecimal value = sexagesimal(digits.replaceFirst("^[-+]", ""));
    return NODES.numberNode(digits.startsWith("-") ? value.negate() : value);
  }

  private static BigDecimal sexagesimal(String digits) {
    BigDecimal value = BigDecimal.ZERO;
    for (String part : digits.split(":", -1)) {
      value = value.multiply(BigDecimal.valueOf(60)).add(new BigDecimal(part));
    }
    return value;
  }

  private static void requireSane(String text) {
    if (text.length() > MOST_DIGITS) {
      throw new NumberFormatException("digits");
    }
  }
}
