package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * An object as it was at one revision, kept as the text that is sent: thousands of them are listed
 * without being read.
 */
record Stored(
    String namespace, String name, long revision, Map<String, String> labels, String text) {

  static Stored of(ObjectNode object) {
    Map<String, String> labels = new HashMap<>();
    object
        .path("metadata")
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new Stored(
        object.path("metadata").path("namespace").asText(""),
        object.path("metadata").path("name").asText(),
        object.path("metadata").path("resourceVersion").asLong(),
        Map.copyOf(labels),
        Json.text(object));
  }

  /** Where it stands in a list of all namespaces. */
  String key() {
    return key(namespace, name);
  }

  static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  /** The same in another version of its kind, which differs in nothing but its name. */
  Stored in(Resource resource) {
    String begin = "{\"apiVersion\":\"";
    int end = text.startsWith(begin) ? text.indexOf('"', begin.length()) : -1;
    return end < 0 || text.substring(begin.length(), end).equals(resource.apiVersion())
        ? this
        : new Stored(
            namespace, name, revision, labels, begin + resource.apiVersion() + text.substring(end));
  }

  ObjectNode object() {
    return Json.parse(text);
  }
}
