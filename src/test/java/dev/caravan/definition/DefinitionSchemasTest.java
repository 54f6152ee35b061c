package dev.caravan.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionSchemasTest {

  private static final Map<String, String> DRAFT_04 =
      Map.of(
          "devicetype.json",
          """
          {"type": "object", "additionalProperties": false, "required": ["manufacturer", "model", "slug"],
           "properties": {
             "manufacturer": {"type": "string"}, "model": {"type": "string"},
             "slug": {"type": "string", "pattern": "^[-a-z0-9_]+$"},
             "weight": {"$ref": "reusable.json#/definitions/weight"},
             "weight_unit": {"enum": ["kg", "lb"]},
             "interfaces": {"type": "array", "items": {"$ref": "components.json#/definitions/interface"}}}}
          """,
          "components.json",
          """
          {"definitions": {"interface": {"type": "object", "required": ["name", "type"], "properties": {
             "name": {"type": "string"},
             "type": {"$ref": "choices.json#/definitions/interface/properties/type"}}}}}
          """,
          "choices.json",
          """
          {"definitions": {"interface": {"properties": {"type": {"enum": ["virtual", "1000base-t"]}}}}}
          """,
          "reusable.json",
          """
          {"definitions": {"weight": {"type": "number", "minimum": 0, "multipleOf": 0.01,
                                      "exclusiveMinimum": true}}}
          """);

  private static final Map<String, String> DRAFT_2020 =
      Map.of(
          "devicetype.json",
          """
          {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:devicetype-library:device-type",
           "type": "object", "unevaluatedProperties": false, "required": ["manufacturer", "model", "slug"],
           "properties": {
             "manufacturer": {"type": "string"}, "model": {"type": "string"}, "slug": {"type": "string"},
             "weight": {"$ref": "urn:devicetype-library:reusable#/$defs/weight"},
             "weight_unit": {"enum": ["kg", "lb"]},
             "interfaces": {"type": "array",
                            "items": {"$ref": "urn:devicetype-library:components#/$defs/interface"}}}}
          """,
          "components.json",
          """
          {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:devicetype-library:components",
           "$defs": {"interface": {"type": "object", "additionalProperties": false,
             "required": ["name", "type"], "properties": {"name": {"type": "string", "maxLength": 64},
             "type": {"enum": ["virtual", "1000base-t"]}}}}}
          """,
          "reusable.json",
          """
          {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:devicetype-library:reusable",
           "$defs": {"weight": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.01}}}
          """);

  private static final String WIDGET = "manufacturer: Acme\nmodel: Widget\nslug: acme-widget\n";

  @Test
  void holdsDefinitionsAgainstDraft04() {
    DefinitionSchemas schemas = schemas(DRAFT_04);

    assertThat(schemas.missing(DefinitionKind.DEVICE_TYPE)).isEmpty();
    assertThat(check(schemas, WIDGET + "interfaces: [{name: a, type: virtual}]")).isEmpty();
    assertThat(check(schemas, WIDGET + "weight: 0\nweight_unit: kg"))
        .containsExactly("/weight schema-minimum");
    assertThat(check(schemas, WIDGET + "interfaces: [{name: a, type: carrier-pigeon}]"))
        .containsExactly("/interfaces/0/type schema-enum");
    assertThat(check(schemas, WIDGET + "interfaces: [{name: 1}]"))
        .containsExactlyInAnyOrder(
            "/interfaces/0/name schema-type", "/interfaces/0/type schema-required");
    assertThat(check(schemas, WIDGET + "colour: red"))
        .containsExactly("/colour schema-additional-properties");
  }

  @Test
  void holdsDefinitionsAgainst202012WithUrnReferences() {
    DefinitionSchemas schemas = schemas(DRAFT_2020);

    assertThat(schemas.missing(DefinitionKind.DEVICE_TYPE)).isEmpty();
    assertThat(check(schemas, WIDGET + "interfaces: [{name: a, type: virtual}]")).isEmpty();
    assertThat(check(schemas, WIDGET + "weight: 0\nweight_unit: kg"))
        .containsExactly("/weight schema-exclusive-minimum");
    assertThat(check(schemas, WIDGET + "interfaces: [{name: a, type: virtual, speed: 1}]"))
        .containsExactly("/interfaces/0/speed schema-additional-properties");
    assertThat(check(schemas, WIDGET + "colour: red"))
        .containsExactly("/colour schema-unevaluated-properties");
  }

  @Test
  void decimalsAreExact() {
    for (Map<String, String> dialect : List.of(DRAFT_04, DRAFT_2020)) {
      DefinitionSchemas schemas = schemas(dialect);
      for (String weight : List.of("0.07", "1.13", "4.35", "9.95", "16.1", "19.99", "1001.33")) {
        assertThat(check(schemas, WIDGET + "weight_unit: kg\nweight: " + weight))
            .as(weight)
            .isEmpty();
      }
      assertThat(check(schemas, WIDGET + "weight_unit: kg\nweight: 1.001"))
          .containsExactly("/weight schema-multiple-of");
    }
  }

  @Test
  void aMissingSlugIsNoErrorThoughTheSchemaAsksForOne() {
    assertThat(check(schemas(DRAFT_04), "manufacturer: Acme\nmodel: Widget\n"))
        .containsExactly("/slug slug-derived");
  }

  @Test
  void withoutSchemasTheRulesOfNetBoxRemain() {
    DefinitionSchemas schemas = schemas(Map.of());

    assertThat(schemas.missing(DefinitionKind.DEVICE_TYPE))
        .hasValueSatisfying(reason -> assertThat(reason).contains("schema/devicetype.json"));
    assertThat(check(schemas, "model: Widget\nslug: x\n"))
        .containsExactly("/manufacturer required");
  }

  @Test
  void aSchemaThatPointsNowhereIsSaidToBeMissing() {
    Map<String, String> broken =
        Map.of("devicetype.json", "{\"$ref\": \"https://example.org/other.json\"}");

    assertThat(schemas(broken).missing(DefinitionKind.DEVICE_TYPE)).isPresent();
    assertThat(schemas(Map.of("devicetype.json", "{oops")).missing(DefinitionKind.DEVICE_TYPE))
        .hasValueSatisfying(
            why ->
                assertThat(why).endsWith("devicetype.json: is not JSON: 'o' must not stand here"));
  }

  private static DefinitionSchemas schemas(Map<String, String> files) {
    Map<String, byte[]> bytes = new HashMap<>();
    files.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
    return new DefinitionSchemas(bytes);
  }

  private static List<String> check(DefinitionSchemas schemas, String yaml) {
    return new DefinitionCheck(schemas)
            .check(
                DefinitionKind.DEVICE_TYPE, "device-types/Acme/Widget.yaml", yaml.getBytes(UTF_8))
            .problems()
            .stream()
            .map(problem -> problem.pointer() + " " + problem.rule())
            .toList();
  }
}
