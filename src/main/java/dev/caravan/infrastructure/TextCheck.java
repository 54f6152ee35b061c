package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.JsonPointers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Texts of a blueprint that a cloud would refuse, or fail at, only when a server is made. */
final class TextCheck {

  /** The most characters of base64 that Nova takes are 65535: whole groups of four for three. */
  private static final int MOST_USER_DATA = 65_535 / 4 * 3;

  private static final int LAST_STORED = 0xFFFF;

  /** What Caravan itself says of each server. */
  private static final Set<String> OUR_METADATA = Set.of("deployment_id", "vm_type");

  private final BiConsumer<String, String> problem;

  /**
   * For one blueprint.
   *
   * @param problem takes a pointer and what is wrong there
   */
  TextCheck(BiConsumer<String, String> problem) {
    this.problem = problem;
  }

  /** The texts of one kind of server. */
  void servers(JsonNode vm, String at) {
    vm.properties()
        .forEach(
            field -> {
              if (field.getKey().equals("user_data")) {
                userData(field.getValue().asText(), at + "/user_data");
              } else if (field.getValue().isTextual()) {
                name(field.getValue().asText(), at + "/" + field.getKey());
              }
            });
    vm.path("metadata")
        .properties()
        .forEach(field -> metadata(field.getKey(), field.getValue().asText(), at + "/metadata"));
  }

  /** A name that the cloud is asked for. */
  void name(String name, String at) {
    name.codePoints()
        .filter(Character::isISOControl)
        .findFirst()
        .ifPresent(
            found ->
                problem.accept(
                    at, "holds U+%04X, a control character, which no name has".formatted(found)));
    storable(name).ifPresent(why -> problem.accept(at, why));
  }

  private void metadata(String key, String value, String at) {
    if (OUR_METADATA.contains(key)) {
      problem.accept(JsonPointers.of(at, key), "is set by Caravan itself: give it another name");
    }
    storable(value).ifPresent(why -> problem.accept(JsonPointers.of(at, key), why));
  }

  private static Optional<String> storable(String text) {
    return text.codePoints()
        .filter(each -> each > LAST_STORED)
        .mapToObj(
            each ->
                "holds U+%04X: the databases of OpenStack store no characters beyond U+FFFF"
                    .formatted(each))
        .findFirst();
  }

  private void userData(String text, String at) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_USER_DATA) {
      problem.accept(
          at,
          "has %d bytes as UTF-8, and Nova takes %d: 65535 characters of base64"
              .formatted(bytes, MOST_USER_DATA));
    }
  }
}
