package dev.caravan.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.secret.SecretNames;
import dev.caravan.secret.SecretTree;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a call asked for and what it changed, gathered while it is answered: how the object was
 * before, what came with the call, and how the object is now.
 */
final class CallDetails {

  private static final String ATTRIBUTE = CallDetails.class.getName();

  private JsonNode before = MissingNode.getInstance();
  private JsonNode asked = MissingNode.getInstance();
  private JsonNode answer = MissingNode.getInstance();
  private final Map<String, String> words = new LinkedHashMap<>();

  static CallDetails of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof CallDetails known) {
      return known;
    }
    CallDetails details = new CallDetails();
    request.setAttribute(ATTRIBUTE, details);
    return details;
  }

  void before(JsonNode object) {
    before = object;
  }

  void asked(JsonNode body) {
    asked = body;
  }

  void answered(JsonNode body) {
    answer = body;
  }

  /** Of the address: of the path and of the query. */
  void word(String name, String value) {
    words.put(name, value);
  }

  /**
   * What is written down.
   *
   * @param made whether the call made, changed or took away an object, so that the answer shows it
   * @param succeeded whether anything was changed at all
   */
  Map<String, Object> written(boolean made, boolean succeeded) {
    Map<String, Object> details = new LinkedHashMap<>();
    if (made && succeeded) {
      Map<String, Object> changes = FieldChanges.between(before, answer);
      secretsAsked().forEach(name -> changes.put(name, FieldChanges.CHANGED));
      details.put("changes", changes);
      return details;
    }
    Map<String, Object> wanted = FieldChanges.fields(SecretTree.shown(asked));
    words.forEach(
        (name, value) ->
            wanted.put(
                name, SecretNames.areSecret(name) ? SecretTree.WORD : FieldChanges.cut(value)));
    if (wanted.isEmpty()) {
      wanted.putAll(FieldChanges.fields(answer));
    }
    details.put("asked", wanted);
    return details;
  }

  /** Secrets that came with the call: what they are is not told, and no answer shows them. */
  private List<String> secretsAsked() {
    return FieldChanges.fields(SecretTree.shown(asked)).entrySet().stream()
        .filter(field -> SecretTree.WORD.equals(field.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
