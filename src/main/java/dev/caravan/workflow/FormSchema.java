package dev.caravan.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ApplyDefaultsStrategy;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonWords;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.pattern.BoundedSchemaPatterns;
import dev.caravan.pattern.TooMuchWork;
import dev.caravan.pattern.WorkLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The start form of a workflow: a JSON Schema (2020-12) of one object, whose properties become the
 * variables of the process.
 */
public final class FormSchema {

  /** What the form's file is called, beside its BPMN file and in the deployment. */
  static final String FILE = "form.schema.json";

  /** The form of a workflow that takes no data. */
  static final byte[] NO_FIELDS =
      "{\"type\": \"object\", \"additionalProperties\": false}".getBytes(UTF_8);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          // A form is whole in its file: nothing is ever fetched from an address that it names.
          factory ->
              factory.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));

  private static final SchemaValidatorsConfig SETTINGS =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.JSON_POINTER)
          .locale(Locale.ENGLISH)
          .formatAssertionsEnabled(true)
          .regularExpressionFactory(new BoundedSchemaPatterns())
          .applyDefaultsStrategy(new ApplyDefaultsStrategy(true, false, true))
          .build();

  private static final JsonSchema META =
      JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(SchemaLocation.of(SchemaId.V202012), SETTINGS);

  /** Values times parts of the schema, each of which may be held against each and complain. */
  private static final long MOST_CHECKS = 5_000_000;

  private final JsonNode document;
  private final JsonSchema schema;
  private final long parts;

  private FormSchema(JsonNode document) {
    this.document = document;
    this.parts = FormReferences.parts(document);
    this.schema = FACTORY.getSchema(document, SETTINGS);
  }

  /** Reads a form; a validation failure lists all that is wrong with it. */
  public static FormSchema parse(byte[] json) {
    JsonNode document = read(json);
    List<InputProblem> problems =
        new ArrayList<>(FormProblems.of(META.validate(document), META.getSchemaNode()));
    problems.addAll(FormProblems.ofDesign(document));
    problems.addAll(FormReferences.problems(document));
    refuse("The form is no usable JSON Schema", problems);
    return new FormSchema(document);
  }

  /** The schema as it was written. */
  JsonNode document() {
    return document;
  }

  /** The same data with the defaults filled in; a validation failure lists all that is wrong. */
  public ObjectNode completed(JsonNode form) {
    if (!(form instanceof ObjectNode object)) {
      throw PermanentFailure.validation(
          "The form has a problem", List.of(new InputProblem("", "must be an object")));
    }
    ObjectNode completed = object.deepCopy();
    refuse("The form has problems", problems(completed));
    return completed;
  }

  private List<InputProblem> problems(ObjectNode form) {
    if (parts * FormReferences.nodes(form) > MOST_CHECKS) {
      return List.of(new InputProblem("", "is too much to be checked by so large a schema"));
    }
    try {
      return WorkLimit.within(
          () -> FormProblems.of(schema.walk(form, true).getValidationMessages(), document));
    } catch (TooMuchWork e) {
      return List.of(
          new InputProblem("", "the pattern \"%s\" %s".formatted(e.pattern(), e.getMessage())));
    }
  }

  static void refuse(String message, List<InputProblem> problems) {
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation(message, problems);
    }
  }

  private static JsonNode read(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      throw PermanentFailure.validation(
          "The form is not JSON",
          List.of(new InputProblem("", "not JSON" + where + ": " + JsonWords.of(e))));
    } catch (IOException e) {
      throw PermanentFailure.validation(
          "The form is not readable",
          List.of(new InputProblem("", String.valueOf(e.getMessage()))));
    }
  }
}
