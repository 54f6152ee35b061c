package dev.caravan.definition;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.SchemaLoader;
import dev.caravan.failure.JsonPointers;
import dev.caravan.failure.JsonWords;
import dev.caravan.pattern.BoundedSchemaPatterns;
import dev.caravan.pattern.TooMuchWork;
import dev.caravan.pattern.WorkLimit;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON Schemas of one commit of a library. Both of its dialects are read: Draft-04 without any
 * declaration and file references (until 2024), 2020-12 with {@code urn:} ids (since 2025). Nothing
 * is ever fetched from elsewhere.
 */
public final class DefinitionSchemas {

  /** The folder of the library that holds them. */
  public static final String FOLDER = "schema/";

  private static final String BASE = "library:///" + FOLDER;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private final Map<DefinitionKind, JsonSchema> schemas = new EnumMap<>(DefinitionKind.class);
  private final Map<DefinitionKind, String> missing = new EnumMap<>(DefinitionKind.class);

  /**
   * Reads the schemas of a commit.
   *
   * @param files what stands in the library's {@code schema/} folder, by file name
   */
  public DefinitionSchemas(Map<String, byte[]> files) {
    Map<String, byte[]> byAddress = byAddress(files);
    for (DefinitionKind kind : DefinitionKind.values()) {
      try {
        schemas.put(kind, load(kind, files, byAddress));
      } catch (JsonSchemaException | JsonProcessingException | FileNotFoundException e) {
        missing.put(kind, "%s%s: %s".formatted(FOLDER, kind.schema(), firstLine(e)));
      }
    }
  }

  /** Why the schema for a kind cannot be used, absent where it can. */
  public Optional<String> missing(DefinitionKind kind) {
    return Optional.ofNullable(missing.get(kind));
  }

  List<DefinitionProblem> check(DefinitionKind kind, JsonNode content) {
    JsonSchema schema = schemas.get(kind);
    try {
      return schema == null
          ? List.of()
          : WorkLimit.within(() -> schema.validate(content)).stream()
              .map(DefinitionSchemas::problem)
              .toList();
    } catch (TooMuchWork e) {
      String message = "the pattern \"%s\" of the schema %s".formatted(e.pattern(), e.getMessage());
      return List.of(DefinitionProblem.error("", "schema-pattern", message));
    }
  }

  /** The rule is the schema's keyword; what is missing or too much is named by the pointer. */
  private static DefinitionProblem problem(ValidationMessage found) {
    String pointer = found.getInstanceLocation().toString();
    String property = found.getProperty();
    String keyword = found.getType().replaceAll("([a-z])([A-Z])", "$1-$2");
    return DefinitionProblem.error(
        property == null ? pointer : JsonPointers.of(pointer, property),
        "schema-" + keyword.toLowerCase(Locale.ROOT),
        found.getError());
  }

  private static JsonSchema load(
      DefinitionKind kind, Map<String, byte[]> files, Map<String, byte[]> byAddress)
      throws JsonProcessingException, FileNotFoundException {
    byte[] root = files.get(kind.schema());
    if (root == null) {
      throw new FileNotFoundException("the commit has no such file");
    }
    JsonSchemaFactory factory =
        JsonSchemaFactory.getInstance(
            dialect(parse(root)),
            builder ->
                builder
                    .jsonMapper(JSON)
                    .schemaLoaders(loaders -> loaders.values(List::clear).add(only(byAddress))));
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder()
            .locale(Locale.ENGLISH)
            .pathType(PathType.JSON_POINTER)
            .regularExpressionFactory(new BoundedSchemaPatterns())
            .build();
    JsonSchema schema = factory.getSchema(SchemaLocation.of(BASE + kind.schema()), config);
    schema.initializeValidators();
    return schema;
  }

  private static VersionFlag dialect(JsonNode schema) {
    return SpecVersionDetector.detectOptionalVersion(schema, false)
        .orElse(schema.has("$id") || schema.has("$defs") ? VersionFlag.V202012 : VersionFlag.V4);
  }

  private static Map<String, byte[]> byAddress(Map<String, byte[]> files) {
    Map<String, byte[]> known = new HashMap<>();
    files.forEach(
        (name, bytes) -> {
          known.put(BASE + name, bytes);
          idOf(bytes).ifPresent(id -> known.put(id, bytes));
        });
    return known;
  }

  private static Optional<String> idOf(byte[] schema) {
    try {
      String id = parse(schema).path("$id").asText();
      return id.isEmpty() ? Optional.empty() : Optional.of(id);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static JsonNode parse(byte[] schema) throws JsonProcessingException {
    return JSON.readTree(new String(schema, UTF_8));
  }

  private static SchemaLoader only(Map<String, byte[]> known) {
    return new SchemaLoader() {
      @Override
      public InputStreamSource getSchema(AbsoluteIri address) {
        byte[] bytes = known.get(address.toString());
        return () -> {
          if (bytes == null) {
            throw new FileNotFoundException(address + " is not part of the library");
          }
          return new ByteArrayInputStream(bytes);
        };
      }
    };
  }

  private static String firstLine(Exception e) {
    if (e instanceof JsonProcessingException broken) {
      return "is not JSON: " + JsonWords.of(broken);
    }
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
