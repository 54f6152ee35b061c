package dev.caravan.ansible;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.secret.SecretNames;
import dev.caravan.secret.SecretTexts;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Hides the secrets among the extra variables in what a playbook prints. */
final class Mask {

  private static final String HIDDEN = "********";
  private static final int SHORTEST = 3;
  private static final Pattern SECRET =
      Pattern.compile(
          "passw|passphrase|passcode|secret|token|credential|(^|[_-])(pass|pin|auth|psk|pw)([_-]|$)|key([_-]|$)|pass$",
          Pattern.CASE_INSENSITIVE);

  /** The longest first: one may be a part of another. */
  private final List<String> secrets;

  private Mask(Set<String> secrets) {
    this.secrets =
        secrets.stream()
            .filter(each -> each.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Whatever stands under a key that sounds like a secret, at any depth. */
  static Mask of(JsonNode vars) {
    Set<String> secrets = new HashSet<>();
    collect(vars, false, secrets);
    return new Mask(secrets);
  }

  private static void collect(JsonNode value, boolean secret, Set<String> secrets) {
    value
        .properties()
        .forEach(field -> collect(field.getValue(), secret || isSecret(field.getKey()), secrets));
    for (JsonNode item : value.isArray() ? value : List.<JsonNode>of()) {
      collect(item, secret, secrets);
    }
    if (value.isTextual()) {
      SecretTexts.concealed(value.textValue(), each -> noted(each, secrets));
    }
    if (secret && (value.isTextual() || value.isNumber())) {
      add(value.asText(), secrets);
    }
  }

  private static String noted(String secret, Set<String> secrets) {
    add(secret, secrets);
    return secret;
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name).find() || SecretNames.areSecret(name);
  }

  /** As it is, as a part of JSON, and each of its lines: output is read line by line. */
  private static void add(String value, Set<String> secrets) {
    secrets.add(value);
    secrets.add(inJson(value));
    secrets.add(inJson(value.stripTrailing()));
    value.lines().map(String::strip).forEach(secrets::add);
    value.lines().map(String::strip).map(Mask::inJson).forEach(secrets::add);
  }

  private static String inJson(String line) {
    String json = TextNode.valueOf(line).toString();
    return json.substring(1, json.length() - 1);
  }

  String hide(String line) {
    String hidden = line;
    for (String secret : secrets) {
      hidden = hidden.replace(secret, HIDDEN);
    }
    return hidden;
  }

  /** The length of the longest secret: so much of a line that was cut may be a part of one. */
  int longest() {
    return secrets.isEmpty() ? 0 : secrets.get(0).length();
  }
}
