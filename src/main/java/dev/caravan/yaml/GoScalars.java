package dev.caravan.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What an unquoted scalar means to kubectl: YAML 1.1 as sigs.k8s.io/yaml (go-yaml v2) reads it.
 * There are no numbers to the base of 60, {@code y} and {@code on} are booleans, {@code 0o17} and
 * {@code 017} are octal, {@code 08} is a decimal, dates stay text. Numbers are 64 bits wide, as a
 * cluster keeps them.
 */
final class GoScalars extends Resolver implements YamlRules {

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
  private static final Pattern WHOLE =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
  private static final int[] BASES = {16, 2, 8, 10};
  private static final BigInteger BEYOND = BigInteger.ONE.shiftLeft(Long.SIZE);
  private static final BigInteger LEAST = BigInteger.ONE.shiftLeft(Long.SIZE - 1).negate();
  private static final int MOST_DIGITS = 400;
  private static final int LEAST_EXPONENT = 6;

  private static final Set<Tag> TAGS =
      Set.of(Tag.STR, Tag.MERGE, Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.BINARY, Tag.TIMESTAMP);

  @Override
  protected void addImplicitResolvers() {
    // resolve() looks at each scalar as a whole.
  }

  @Override
  public Resolver resolver() {
    return this;
  }

  @Override
  public Tag resolve(NodeId kind, String value, boolean implicit) {
    return kind == NodeId.scalar && implicit ? tag(value) : super.resolve(kind, value, false);
  }

  /** What an unquoted scalar is. */
  static Tag tag(String text) {
    if (NOTHING.contains(text)) {
      return Tag.NULL;
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return Tag.BOOL;
    }
    if (text.equals("<<")) {
      return Tag.MERGE;
    }
    if (whole(text).isPresent()) {
      return Tag.INT;
    }
    return NO_NUMBER.matcher(text).matches() || DECIMAL.matcher(digits(text)).matches()
        ? Tag.FLOAT
        : Tag.STR;
  }

  /** Underscores are left out of what begins as a number does. */
  private static String digits(String text) {
    boolean number = !text.isEmpty() && "+-.0123456789".indexOf(text.charAt(0)) >= 0;
    return number ? text.replace("_", "") : text;
  }

  /** A whole number of 64 bits, with or without a sign. */
  private static Optional<BigInteger> whole(String text) {
    Matcher parts = WHOLE.matcher(digits(text));
    if (text.length() > MOST_DIGITS || !parts.matches()) {
      return Optional.empty();
    }
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < BASES.length; i++) {
      String digits = parts.group(i + 2);
      value = digits == null ? value : new BigInteger(digits, BASES[i]);
    }
    BigInteger signed = parts.group(1).equals("-") ? value.negate() : value;
    return signed.compareTo(LEAST) >= 0 && signed.compareTo(BEYOND) < 0
        ? Optional.of(signed)
        : Optional.empty();
  }

  private static Optional<BigDecimal> decimal(String text) {
    String digits = digits(text);
    if (text.length() > MOST_DIGITS || !DECIMAL.matcher(digits).matches()) {
      return Optional.empty();
    }
    double value = Double.parseDouble(digits);
    return Double.isFinite(value) ? Optional.of(decimal(value)) : Optional.empty();
  }

  /** With as few digits as tell it from all others. */
  private static BigDecimal decimal(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 15; digits < 17; digits++) {
      BigDecimal near = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (near.doubleValue() == value) {
        return near.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  /** A number as a cluster keeps it: of 64 bits, whole where it is. */
  static JsonNode number(BigDecimal value) {
    try {
      long whole = value.longValueExact();
      return (int) whole == whole ? NODES.numberNode((int) whole) : NODES.numberNode(whole);
    } catch (ArithmeticException notWhole) {
      double near = value.doubleValue();
      if (!Double.isFinite(near)) {
        throw new NumberFormatException("too large");
      }
      return NODES.numberNode(decimal(near));
    }
  }

  @Override
  public boolean allows(Tag tag) {
    return TAGS.contains(tag);
  }

  @Override
  public JsonNode value(Tag tag, String text) throws NumberFormatException {
    if (tag.equals(Tag.NULL)) {
      require(NOTHING.contains(text));
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      require(TRUE.contains(text) || FALSE.contains(text));
      return NODES.booleanNode(TRUE.contains(text));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      Optional<BigDecimal> value = whole(text).map(BigDecimal::new);
      require(value.isPresent() || tag.equals(Tag.FLOAT));
      return number(
          value.or(() -> decimal(text)).orElseThrow(() -> new NumberFormatException(text)));
    }
    return NODES.textNode(tag.equals(Tag.BINARY) ? unpacked(text) : text);
  }

  private static void require(boolean fits) {
    if (!fits) {
      throw new NumberFormatException("is none of its tag");
    }
  }

  /** The text that is packed as base64; bytes that are none have no place in JSON. */
  private static String unpacked(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException noText) {
      throw new NumberFormatException("is no base64 of a text");
    }
  }

  @Override
  public Optional<String> key(Tag tag, String text) {
    if (tag.equals(Tag.FLOAT)) {
      return Optional.of(decimal(text).map(each -> fractional(each.floatValue())).orElse(text));
    }
    if (tag.equals(Tag.NULL) || !allows(tag)) {
      return Optional.empty();
    }
    try {
      JsonNode value = value(tag, text);
      return tag.equals(Tag.INT) && !value.canConvertToLong()
          ? Optional.empty()
          : Optional.of(value.asText());
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  /** As Go's {@code FormatFloat(f, 'g', -1, 32)} writes it. */
  private static String fractional(float value) {
    if (Float.isInfinite(value)) {
      return value > 0 ? ".inf" : "-.inf";
    }
    BigDecimal exact = new BigDecimal(Float.toString(value)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exact.signum() == 0 || (exponent >= -4 && exponent < LEAST_EXPONENT)) {
      return exact.toPlainString();
    }
    BigDecimal digits = exact.movePointLeft(exponent);
    return "%se%s%02d"
        .formatted(digits.toPlainString(), exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  @Override
  public boolean mergesInOrder() {
    return true;
  }

  @Override
  public int deepest() {
    return 300;
  }

  @Override
  public int mostValues() {
    return 2_000_000;
  }

  @Override
  public int mostRepeated() {
    return 500_000;
  }
}
