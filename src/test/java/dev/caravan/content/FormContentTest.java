package dev.caravan.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.workflow.CheckedForms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Every process has a form that explains itself, and examples that show its use. */
class FormContentTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Path> folders() {
    return ProcessFile.readAll().stream()
        .map(file -> file.path().toAbsolutePath().getParent())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theFormIsAJsonSchemaThatTakesNoOtherFields(Path folder) {
    JsonNode schema = CheckedForms.schema(form(folder));

    assertThat(schema.path("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.path("additionalProperties")).as("additionalProperties").isNotNull();
    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void eachFieldHasATitleAndADescription(Path folder) {
    assertThat(CheckedForms.schema(form(folder)).path("properties").fields())
        .toIterable()
        .isNotEmpty()
        .allSatisfy(
            field -> {
              assertThat(field.getValue().path("title").asText()).as(field.getKey()).isNotBlank();
              assertThat(field.getValue().path("description").asText())
                  .as(field.getKey())
                  .isNotBlank();
            });
  }

  @ParameterizedTest
  @MethodSource("folders")
  void eachListHasAnEnd(Path folder) {
    assertThat(CheckedForms.schema(form(folder)).findParents("type"))
        .filteredOn(type -> type.path("type").asText().equals("array"))
        .allSatisfy(list -> assertThat(list.path("maxItems").asInt()).isBetween(1, 10_000));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void examplesFitTheFormUnlessTheySayTheyDoNot(Path folder) throws IOException {
    JsonNode examples = examples(folder);

    assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
    for (JsonNode example : examples) {
      String name = example.path("name").asText();
      assertThat(name).as("%s: the name of an example", folder).isNotBlank();
      if (example.path("valid").asBoolean(true)) {
        assertThat(CheckedForms.completed(form(folder), example.path("form"))).as(name).isNotNull();
      } else {
        assertThatThrownBy(() -> CheckedForms.completed(form(folder), example.path("form")))
            .as(name)
            .isInstanceOf(PermanentFailure.class);
      }
    }
  }

  private static Path form(Path folder) {
    return folder.resolve("form.schema.json");
  }

  private static JsonNode examples(Path folder) throws IOException {
    String text = Files.readString(folder.resolve("examples.yaml"));
    return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
  }
}
