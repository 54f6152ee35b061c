package dev.caravan.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the description what {@link KnownKeys} holds: a body has no keys but those named. */
@Component
class ClosedBodies implements GlobalOpenApiCustomizer {

  @Override
  public void customise(OpenAPI api) {
    Map<String, Schema<?>> named = new TreeMap<>();
    api.getComponents().getSchemas().forEach((name, schema) -> named.put(name, schema));
    Set<Schema<?>> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    operations(api)
        .map(Operation::getRequestBody)
        .filter(Objects::nonNull)
        .forEach(body -> collect(body.getContent(), named, taken));
    Set<Schema<?>> given = Collections.newSetFromMap(new IdentityHashMap<>());
    operations(api)
        .flatMap(operation -> operation.getResponses().values().stream())
        .forEach(answer -> collect(answer.getContent(), named, given));
    taken.stream()
        .filter(schema -> schema.getProperties() != null && !given.contains(schema))
        .forEach(schema -> schema.setAdditionalProperties(false));
  }

  private static Stream<Operation> operations(OpenAPI api) {
    return api.getPaths().values().stream().flatMap(path -> path.readOperations().stream());
  }

  private static void collect(
      @Nullable Content content, Map<String, Schema<?>> named, Set<Schema<?>> found) {
    if (content != null) {
      content.values().forEach(each -> collect(each.getSchema(), named, found));
    }
  }

  private static void collect(
      @Nullable Schema<?> schema, Map<String, Schema<?>> named, Set<Schema<?>> found) {
    if (schema == null) {
      return;
    }
    if (schema.get$ref() != null) {
      String name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
      @Nullable Schema<?> target = named.get(name);
      if (target != null && !found.contains(target)) {
        collect(target, named, found);
      }
      return;
    }
    if (schema.getProperties() != null && found.add(schema)) {
      schema.getProperties().values().forEach(each -> collect(each, named, found));
    }
    collect(schema.getItems(), named, found);
    if (schema.getAnyOf() != null) {
      schema.getAnyOf().forEach(part -> collect(part, named, found));
    }
  }
}
