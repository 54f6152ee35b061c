package dev.caravan.api;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares a document with the type that it is to become: keys nobody knows, nulls in lists. */
final class KnownKeys {

  private final DeserializationConfig config;
  private final List<InputProblem> problems = new ArrayList<>();
  private final List<InputProblem> nulls = new ArrayList<>();

  KnownKeys(DeserializationConfig config) {
    this.config = config;
  }

  List<InputProblem> problems() {
    return List.copyOf(problems);
  }

  /** Items of lists and maps that are null: no request means anything by one. */
  List<InputProblem> nulls() {
    return List.copyOf(nulls);
  }

  void compare(JsonNode node, JavaType type, String pointer) {
    if (node.isArray() && type.isContainerType()) {
      for (int i = 0; i < node.size(); i++) {
        compareItem(node.get(i), type.getContentType(), pointer + "/" + i);
      }
    } else if (node.isObject() && type.isMapLikeType()) {
      node.properties()
          .forEach(
              entry ->
                  compareItem(
                      entry.getValue(),
                      type.getContentType(),
                      JsonPointers.of(pointer, entry.getKey())));
    } else if (node.isObject() && isOurs(type)) {
      compareObject(node, type, pointer);
    }
  }

  private void compareItem(JsonNode item, JavaType type, String pointer) {
    if (item.isNull() && !type.isTypeOrSubTypeOf(JsonNode.class)) {
      nulls.add(new InputProblem(pointer, "should not be null"));
    } else {
      compare(item, type, pointer);
    }
  }

  /** What is read by Jackson itself, such as a tree, may hold any key. */
  private static boolean isOurs(JavaType type) {
    return type.getRawClass().getName().startsWith("dev.caravan.") && !type.isEnumType();
  }

  private void compareObject(JsonNode node, JavaType type, String pointer) {
    Map<String, BeanPropertyDefinition> known =
        config.introspect(type).findProperties().stream()
            .collect(
                Collectors.toMap(
                    BeanPropertyDefinition::getName,
                    Function.identity(),
                    (first, second) -> first,
                    TreeMap::new));
    node.properties()
        .forEach(
            entry -> {
              BeanPropertyDefinition property = known.get(entry.getKey());
              String at = JsonPointers.of(pointer, entry.getKey());
              if (property == null) {
                String names = String.join(", ", known.keySet());
                problems.add(new InputProblem(at, "is unknown; known here: " + names));
              } else {
                compare(entry.getValue(), property.getPrimaryType(), at);
              }
            });
  }
}
