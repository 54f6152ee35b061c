package dev.caravan.fabric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import dev.caravan.yaml.KubernetesYaml;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeMap;

/** An object of a cluster as a declaration: without what only the cluster says, always the same. */
final class Captured {

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .stringQuotingChecker(new Quoting())
                  .build())
          .build();
  private static final Set<String> NOT_DECLARED = Set.of("metadata", "status");

  private Captured() {}

  /** What would be read as something else is quoted. */
  private static final class Quoting extends StringQuotingChecker.Default {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean needToQuoteName(String name) {
      return !KubernetesYaml.isText(name) || super.needToQuoteName(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return !KubernetesYaml.isText(value) || super.needToQuoteValue(value);
    }
  }

  /** The declaration, with its fields in the order of their names. */
  static ObjectNode of(FabricResource resource) {
    JsonNode actual =
        resource.actual() == null ? JsonNodeFactory.instance.objectNode() : resource.actual();
    ObjectNode declared = JsonNodeFactory.instance.objectNode();
    declared.set("apiVersion", actual.path("apiVersion"));
    declared.set("kind", actual.path("kind"));
    ObjectNode metadata = declared.putObject("metadata");
    metadata.put("name", resource.name());
    for (String field : new String[] {"labels", "annotations"}) {
      JsonNode said = sorted(actual.path("metadata").path(field));
      if (said instanceof ObjectNode texts) {
        texts.remove("kubectl.kubernetes.io/last-applied-configuration");
        texts.remove(OurMark.ANNOTATION);
        if (!texts.isEmpty()) {
          metadata.set(field, texts);
        }
      }
    }
    actual.properties().stream()
        .filter(field -> !NOT_DECLARED.contains(field.getKey()) && !declared.has(field.getKey()))
        .forEach(field -> declared.set(field.getKey(), sorted(field.getValue())));
    return declared;
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      return JsonNodeFactory.instance.objectNode().setAll(fields);
    }
    if (node.isArray()) {
      var list = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> list.add(sorted(item)));
      return list;
    }
    return node;
  }

  /** The same as the bytes of a file. */
  static byte[] file(FabricResource resource) {
    try {
      return YAML.writeValueAsString(of(resource)).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
