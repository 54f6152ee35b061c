package dev.caravan.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.JsonPointers;
import dev.caravan.yaml.YamlDocument.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One JSON object after the other, as kubectl reads them. */
final class JsonDocuments {

  private JsonDocuments() {}

  /** Empty where the text is no JSON: it may be YAML that begins with a brace. */
  static Optional<List<Parsed>> of(String text, YamlRules rules) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(rules.deepest())
                .maxNumberLength(400)
                .maxStringLength(text.length() + 1)
                .build());
    List<Parsed> all = new ArrayList<>();
    try (MappingIterator<JsonNode> roots = mapper.readerFor(JsonNode.class).readValues(text)) {
      while (roots.hasNextValue()) {
        JsonNode root = roots.nextValue();
        List<YamlProblem> problems = new ArrayList<>();
        narrow(root, "", problems);
        all.add(new Parsed(root, Map.of(), problems));
      }
      return Optional.of(all);
    } catch (JsonProcessingException noJson) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Numbers become what a cluster keeps. */
  private static JsonNode narrow(JsonNode node, String at, List<YamlProblem> problems) {
    if (node instanceof ObjectNode fields) {
      fields
          .properties()
          .forEach(
              field ->
                  field.setValue(
                      narrow(field.getValue(), JsonPointers.of(at, field.getKey()), problems)));
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, narrow(list.get(i), JsonPointers.of(at, i), problems));
      }
    } else if (node.isNumber()) {
      try {
        return GoScalars.number(node.decimalValue());
      } catch (NumberFormatException far) {
        problems.add(new YamlProblem(at, "yaml-number", "The number is too large"));
      }
    }
    return node;
  }
}
