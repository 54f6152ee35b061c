package dev.caravan.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Puts words in the place of the secrets of JSON, wherever a name, a schema or a text has one. */
public final class SecretTree {

  /** What stands where a secret was, where nobody needs to tell one from another. */
  public static final String WORD = "(secret)";

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_\\s-]{16,}={0,2}\\s*");

  /** Fields that name what stands beside them. */
  private static final List<String> NAMING =
      List.of("name", "key", "field", "parameter", "variable", "option", "header", "property");

  private static final Set<String> NAMED =
      Set.of(
          "value",
          "values",
          "content",
          "data",
          "default",
          "const",
          "example",
          "examples",
          "plain",
          "plaintext",
          "text");

  private static final Set<String> OF_SECRETS = Set.of("data", "stringData");

  private final UnaryOperator<String> word;

  /**
   * Conceals by words of one's own.
   *
   * @param word what to put in the place of a secret
   */
  public SecretTree(UnaryOperator<String> word) {
    this.word = word;
  }

  /** A copy that may be shown; null stays null. */
  public static JsonNode shown(JsonNode value, JsonNode schema) {
    return new SecretTree(secret -> secret.isEmpty() ? secret : WORD).concealed(value, schema);
  }

  /** The same without a schema. */
  public static JsonNode shown(JsonNode value) {
    return shown(value, MissingNode.getInstance());
  }

  /**
   * The value with its secrets concealed; the one that was given stays as it is.
   *
   * @param schema of it, missing where there is none
   */
  public JsonNode concealed(JsonNode value, JsonNode schema) {
    return each("", value.deepCopy(), SecretSchema.of(schema), false);
  }

  private JsonNode each(String name, JsonNode value, SecretSchema schema, boolean secret) {
    boolean hidden = secret || schema.marksSecret();
    if (value instanceof ObjectNode fields) {
      fields(name, fields, schema, hidden);
      return value;
    }
    if (value instanceof ArrayNode list) {
      items(name, list, schema, hidden);
      return value;
    }
    if (hidden || (isScalar(value) && SecretNames.isSecret(name, value.asText()))) {
      return isScalar(value) ? TextNode.valueOf(word.apply(value.asText())) : value;
    }
    return value.isTextual() ? text(value) : value;
  }

  private static boolean isScalar(JsonNode value) {
    return (value.isTextual() && !value.textValue().isEmpty()) || value.isNumber();
  }

  private void fields(String own, ObjectNode fields, SecretSchema schema, boolean secret) {
    boolean named =
        SecretNames.areSecret(own)
            || SecretSchema.of(fields).marksSecret()
            || NAMING.stream().anyMatch(each -> isName(fields.path(each)));
    boolean manifest =
        fields.path("kind").asText().equals("Secret")
            && fields.path("apiVersion").asText().equals("v1");
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String name = field.getKey();
      boolean whole =
          secret || (manifest && OF_SECRETS.contains(name)) || (named && NAMED.contains(name));
      field.setValue(each(name, field.getValue(), schema.field(name), whole));
    }
  }

  private static boolean isName(JsonNode value) {
    return value.isTextual() && SecretNames.areSecret(value.textValue());
  }

  /** An option of a command stands before its value. */
  private void items(String name, ArrayNode list, SecretSchema schema, boolean secret) {
    boolean option = false;
    for (int i = 0; i < list.size(); i++) {
      JsonNode item = list.get(i);
      list.set(i, each(name, item, schema.item(), secret || (option && item.isTextual())));
      String text = item.asText("");
      option = text.startsWith("-") && text.indexOf('=') < 0 && SecretNames.areSecret(text);
    }
  }

  private JsonNode text(JsonNode value) {
    String text = value.textValue();
    String shown = SecretTexts.concealed(text, word);
    if (shown.equals(text) && decoded(text).filter(SecretTexts::hold).isPresent()) {
      shown = word.apply(text);
    }
    return shown.equals(text) ? value : TextNode.valueOf(shown);
  }

  /** The text that a text is the base64 of; empty where it is none. */
  private static Optional<String> decoded(String text) {
    if (!BASE64.matcher(text).matches()) {
      return Optional.empty();
    }
    return Base64Text.decoded(text)
        .flatMap(
            bytes -> {
              try {
                return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
              } catch (CharacterCodingException binary) {
                return Optional.empty();
              }
            });
  }
}
