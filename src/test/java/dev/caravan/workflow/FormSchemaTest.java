package dev.caravan.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FormSchemaTest {

  private static final String FORM =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": false,
        "required": ["vendors"],
        "properties": {
          "vendors": {"type": "array", "items": {"type": "string"}, "minItems": 1},
          "filter": {"type": "string", "format": "regex"},
          "existing": {"enum": ["skip", "update"], "default": "skip"},
          "dry_run": {"type": "boolean", "default": false},
          "library": {
            "type": "object",
            "additionalProperties": false,
            "default": {},
            "properties": {"ref": {"type": "string", "default": "master"}}
          }
        }
      }
      """;

  private final FormSchema form = FormSchema.parse(FORM.getBytes(UTF_8));

  @Test
  void fillsInDefaults() {
    assertThat(form.completed(json("{'vendors': ['Cisco'], 'dry_run': true}")))
        .isEqualTo(
            json(
                "{'vendors': ['Cisco'], 'dry_run': true, 'existing': 'skip', 'library': {'ref':"
                    + " 'master'}}"));
  }

  @Test
  void aPatternThatRunsAwayIsAProblemAndEndsSoon() {
    for (String field :
        List.of(
            "'properties': {'x': {'type': 'string', 'pattern': '^(a+)+$'}}",
            "'patternProperties': {'^(a+)+$': {'type': 'string'}}",
            "'propertyNames': {'pattern': '(a|a)*b'}")) {
      FormSchema slow =
          FormSchema.parse(json("{'type': 'object', " + field + "}").toString().getBytes(UTF_8));
      String text = "a".repeat(5000) + "!";
      JsonNode given = json("{'x': '" + text + "', '" + text + "': 'x'}");

      PermanentFailure refused =
          catchThrowableOfType(PermanentFailure.class, () -> slow.completed(given));

      assertThat(refused).as(field).isNotNull();
      assertThat(refused.details().toString()).contains("takes too long");
    }
  }

  @Test
  void leavesTheDataThatItWasGivenAlone() {
    JsonNode given = json("{'vendors': ['Cisco']}");

    form.completed(given);

    assertThat(given).isEqualTo(json("{'vendors': ['Cisco']}"));
  }

  @Test
  void namesEveryProblemAtOnce() {
    assertThat(
            problems(
                "{'vendor': 1, 'filter': '(', 'existing': 'replace', 'dry_run': 'yes', 'library':"
                    + " {'url/x': 1}}"))
        .containsExactly(
            new InputProblem("/dry_run", "must be of type boolean"),
            new InputProblem("/existing", "must be one of skip, update"),
            new InputProblem("/filter", "is no valid regex"),
            new InputProblem("/library/url~1x", "is not a field here: the fields are ref"),
            new InputProblem(
                "/vendor",
                "is not a field here: the fields are vendors, filter, existing, dry_run, library"),
            new InputProblem("/vendors", "is missing"));
  }

  @Test
  void refusesDataThatIsNoObject() {
    assertThat(problems("[1]")).containsExactly(new InputProblem("", "must be an object"));
  }

  @Test
  void refusesASchemaThatIsNone() {
    assertThat(designProblems("{\"type\": \"object\", \"required\": \"vendors\"}"))
        .extracting(InputProblem::pointer)
        .containsExactly("/required");
  }

  @Test
  void refusesASchemaThatLooksElsewhere() {
    assertThat(
            designProblems(
                "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\":"
                    + " \"http://localhost:1/evil.json\"}}}"))
        .containsExactly(
            new InputProblem("/properties/a/$ref", "must stay in this file: it begins with '#'"));
  }

  /** Fifteen lines that are 4^14 schemas once each reference is written out. */
  @Test
  void refusesASchemaThatGrowsWithoutMeasure() {
    String four =
        "{\"anyOf\": [{\"$ref\": \"#/$defs/d%1$d\"}, {\"$ref\": \"#/$defs/d%1$d\"},"
            + " {\"$ref\": \"#/$defs/d%1$d\"}, {\"$ref\": \"#/$defs/d%1$d\"}]}";
    String definitions =
        IntStream.range(0, 14)
            .mapToObj(i -> "\"d%d\": %s, ".formatted(i, four.formatted(i + 1)))
            .collect(Collectors.joining());
    String schema =
        "{\"type\": \"object\", \"$defs\": {%s\"d14\": {\"type\": \"string\"}},"
            + " \"properties\": {\"x\": {\"$ref\": \"#/$defs/d0\"}}}";

    assertThat(schemaProblems(schema.formatted(definitions)))
        .containsExactly(": has more than 5000 parts with its references written out");
  }

  @Test
  void refusesReferencesToNothingAndOtherDialects() {
    assertThat(
            schemaProblems(
                """
                {"type": "object", "properties": {
                  "a": {"$ref": "#/properties/b"}, "c": {"$dynamicRef": "#d"},
                  "e": {"$schema": "http://127.0.0.1/meta", "type": "string"}}}
                """))
        .containsExactlyInAnyOrder(
            "/properties/a/$ref: names nothing in this schema: '#/properties/b'",
            "/properties/c/$dynamicRef: names nothing in this schema: '#d'",
            "/properties/e/$schema: must be https://json-schema.org/draft/2020-12/schema");
  }

  @Test
  void refusesDataThatIsTooMuchToBeChecked() {
    String many =
        IntStream.range(0, 900)
            .mapToObj(i -> "{\"const\": %d}".formatted(i))
            .collect(Collectors.joining(", "));
    FormSchema large =
        FormSchema.parse(
            "{\"type\": \"object\", \"properties\": {\"x\": {\"items\": {\"anyOf\": [%s]}}}}"
                .formatted(many)
                .getBytes(UTF_8));
    String data = "{\"x\": [%s]}".formatted("-1, ".repeat(9_999) + "-1");

    assertThat(
            texts(catchThrowableOfType(PermanentFailure.class, () -> large.completed(json(data)))))
        .containsExactly(": is too much to be checked by so large a schema");
  }

  @Test
  void refusesFieldsThatCannotBeVariables() {
    assertThat(
            designProblems(
                "{\"type\": \"object\", \"properties\": {\"execution\": {}, \"my-name\": {}}}"))
        .extracting(InputProblem::pointer)
        .containsExactly("/properties/execution", "/properties/my-name");
  }

  @Test
  void saysInWhichLineTheJsonBreaks() {
    assertThat(designProblems("{\n  \"type\": object\n}"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("in line 2"));
  }

  private List<InputProblem> problems(String data) {
    return errors(catchThrowableOfType(PermanentFailure.class, () -> form.completed(json(data))));
  }

  private static List<InputProblem> designProblems(String schema) {
    return errors(
        catchThrowableOfType(
            PermanentFailure.class, () -> FormSchema.parse(schema.getBytes(UTF_8))));
  }

  @SuppressWarnings("unchecked")
  private static List<String> schemaProblems(String schema) {
    return texts(
        catchThrowableOfType(
            PermanentFailure.class, () -> FormSchema.parse(schema.getBytes(UTF_8))));
  }

  private static List<String> texts(PermanentFailure failure) {
    return errors(failure).stream().map(each -> each.pointer() + ": " + each.message()).toList();
  }

  private static List<InputProblem> errors(PermanentFailure failure) {
    return (List<InputProblem>) requireNonNull(failure.details().get("errors"));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
