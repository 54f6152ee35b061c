package dev.caravan.fabric;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.secret.Base64Text;
import dev.caravan.secret.SecretTexts;
import dev.caravan.secret.SecretTree;
import dev.caravan.security.Fingerprints;
import java.util.HashSet;
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

  private final Fingerprints fingerprints;
  private final SecretMarks marks;

  Concealing(Fingerprints fingerprints, SecretMarks marks) {
    this.fingerprints = fingerprints;
    this.marks = marks;
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
              .forEach(each -> each.setValue(ofSecret(field, each.getValue(), purpose)));
        }
      }
    }
    return new SecretTree(secret -> word(secret, purpose))
        .concealed(concealed, marks.of(fabric, group, kind));
  }

  static boolean isSecret(String group, String kind) {
    return group.isEmpty() && kind.equals("Secret");
  }

  /** Whether anything of it was secret. */
  static boolean isConcealed(JsonNode content) {
    if (content.isTextual()) {
      return CONCEALED.matcher(content.textValue()).find();
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
    new SecretTree(secret -> noted(secret, secrets)).concealed(object, MissingNode.getInstance());
    String shown = words;
    for (String each : secrets) {
      shown = shown.replace(each, SecretTree.WORD);
    }
    return SecretTexts.concealed(shown, secret -> SecretTree.WORD);
  }

  private static String noted(String secret, Set<String> secrets) {
    if (secret.length() >= SHORTEST) {
      secrets.add(secret);
    }
    return secret;
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

  private String word(String secret, String purpose) {
    return CONCEALED.matcher(secret).matches() || secret.isEmpty()
        ? secret
        : word(secret.getBytes(UTF_8), purpose);
  }

  private String word(byte[] secret, String purpose) {
    return "(secret %s)".formatted(fingerprints.of(secret, purpose));
  }

  private JsonNode ofSecret(String field, JsonNode value, String purpose) {
    String text = value.asText();
    return CONCEALED.matcher(text).matches() || text.isEmpty()
        ? value
        : TextNode.valueOf(word(bytes(field, text), purpose));
  }

  /** The same secret in whatever way its base64 is written. */
  private static byte[] bytes(String field, String text) {
    byte[] clear = text.getBytes(UTF_8);
    return field.equals("data") ? Base64Text.decoded(text).orElse(clear) : clear;
  }
}
