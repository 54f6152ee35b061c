package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the choice fields of a version accept, with the label of each value. */
final class Choices {

  private static final String RESOURCE = "/sandbox/netbox/choices.json";

  private final Map<String, Map<String, String>> byField = new HashMap<>();

  Choices(NetBoxVersion version) {
    JsonNode all = resource();
    all.fields()
        .forEachRemaining(
            set -> {
              Map<String, String> labels = new LinkedHashMap<>();
              set.getValue().forEach(choice -> addIfKnown(version, labels, choice));
              byField.put(set.getKey(), labels);
            });
  }

  /** The labels by value, in NetBox's order. */
  Map<String, String> of(Kind kind, Field field) {
    String own = kind.endpoint() + "." + field.name();
    return byField.getOrDefault(own, byField.getOrDefault(field.name(), Map.of()));
  }

  /** A choice is {@code [value, label]} or {@code [value, label, first version that has it]}. */
  private static void addIfKnown(
      NetBoxVersion version, Map<String, String> labels, JsonNode choice) {
    boolean known =
        choice.size() < 3
            || version.atLeast(4, Integer.parseInt(choice.get(2).asText().substring(2)));
    if (known) {
      labels.put(choice.get(0).asText(), choice.get(1).asText());
    }
  }

  private static JsonNode resource() {
    try (InputStream in = Choices.class.getResourceAsStream(RESOURCE)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }
}
