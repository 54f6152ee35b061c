package dev.caravan.fabric;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.security.Fingerprints;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Puts a word in the place of each secret of an object, before it is compared, kept or shown: the
 * word tells whether the secret is the same, and nothing else. What is concealed stays as it is.
 */
@Component
class Concealing {

  /** Holds a copy of all that kubectl has applied. */
  static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final Pattern CONCEALED = Pattern.compile("\\(secret [0-9a-f]{16}\\)");
  private static final Set<String> OF_SECRETS = Set.of("data", "stringData");
  private static final int SHORTEST = 3;

  /** How names end that say that a value is secret, without signs and capitals. */
  private static final List<String> NAMES =
      List.of(
          "password",
          "passwords",
          "passwordhash",
          "passwd",
          "passphrase",
          "pwd",
          "secret",
          "token",
          "apikey",
          "privatekey",
          "secretkey",
          "accesskey",
          "encryptionkey",
          "authkey",
          "presharedkey",
          "psk",
          "credential",
          "credentials");

  private final Fingerprints fingerprints;

  Concealing(Fingerprints fingerprints) {
    this.fingerprints = fingerprints;
  }

  /** The object without its secrets; the one that was given stays as it is. */
  JsonNode concealed(UUID fabric, String group, String kind, JsonNode object) {
    if (!object.isObject()) {
      return object;
    }
    String purpose =
        String.join("/", fabric.toString(), group, kind, object.at("/metadata/name").asText());
    ObjectNode concealed = object.deepCopy();
    if (concealed.at("/metadata/annotations") instanceof ObjectNode notes) {
      notes.remove(LAST_APPLIED);
    }
    if (isSecret(group, kind)) {
      for (String field : OF_SECRETS) {
        if (concealed.path(field) instanceof ObjectNode values) {
          values
              .properties()
              .forEach(each -> each.setValue(word(bytes(field, each.getValue()), purpose)));
        }
      }
    }
    conceal(concealed, purpose);
    return concealed;
  }

  static boolean isSecret(String group, String kind) {
    return group.isEmpty() && kind.equals("Secret");
  }

  /** Whether anything of it was secret. */
  static boolean isConcealed(JsonNode content) {
    if (content.isTextual()) {
      return CONCEALED.matcher(content.textValue()).matches();
    }
    for (JsonNode each : content) {
      if (isConcealed(each)) {
        return true;
      }
    }
    return false;
  }

  /** Words of others without the secrets of an object that they are about. */
  static String without(String words, JsonNode object, JsonNode concealed) {
    Set<String> secrets = new HashSet<>();
    gather(object, concealed, secrets);
    String shown = words;
    for (String each : secrets) {
      shown = shown.replace(each, "(secret)");
    }
    return shown;
  }

  private static void gather(JsonNode clear, JsonNode concealed, Set<String> secrets) {
    if (concealed.isTextual() && clear.isValueNode()) {
      if (!concealed.equals(clear) && clear.asText().length() >= SHORTEST) {
        secrets.add(clear.asText());
      }
    } else if (concealed.isArray()) {
      for (int i = 0; i < concealed.size(); i++) {
        gather(clear.path(i), concealed.path(i), secrets);
      }
    } else {
      concealed
          .properties()
          .forEach(each -> gather(clear.path(each.getKey()), each.getValue(), secrets));
    }
  }

  private void conceal(JsonNode node, String purpose) {
    if (node instanceof ObjectNode fields) {
      boolean named =
          isName(fields.path("name").asText("")) || isName(fields.path("key").asText(""));
      for (Map.Entry<String, JsonNode> field : fields.properties()) {
        JsonNode value = field.getValue();
        if (isName(field.getKey()) || (named && field.getKey().equals("value"))) {
          field.setValue(scalars(value, purpose));
        } else {
          conceal(value, purpose);
        }
      }
    } else if (node.isArray()) {
      node.forEach(each -> conceal(each, purpose));
    }
  }

  /** All values of it; those of an object are judged by their own names. */
  private JsonNode scalars(JsonNode value, String purpose) {
    if (value.isTextual() || value.isNumber()) {
      return word(value.asText().getBytes(UTF_8), purpose, value);
    }
    if (value instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, scalars(list.get(i), purpose));
      }
    } else {
      conceal(value, purpose);
    }
    return value;
  }

  private static boolean isName(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return NAMES.stream().anyMatch(plain::endsWith);
  }

  private JsonNode word(byte[] secret, String purpose) {
    return word(secret, purpose, TextNode.valueOf(new String(secret, UTF_8)));
  }

  private JsonNode word(byte[] secret, String purpose, JsonNode value) {
    return CONCEALED.matcher(value.asText()).matches() || value.asText().isEmpty()
        ? value
        : TextNode.valueOf("(secret %s)".formatted(fingerprints.of(secret, purpose)));
  }

  /** The same secret in whatever way its base64 is written. */
  private static byte[] bytes(String field, JsonNode value) {
    String text = value.asText();
    if (field.equals("data") && !CONCEALED.matcher(text).matches()) {
      try {
        return Base64.getMimeDecoder().decode(text);
      } catch (IllegalArgumentException noBase64) {
        return text.getBytes(UTF_8);
      }
    }
    return text.getBytes(UTF_8);
  }
}
