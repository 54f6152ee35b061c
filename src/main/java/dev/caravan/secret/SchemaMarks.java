package dev.caravan.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a schema marks as secret, and nothing else of it: small enough to be kept. */
public final class SchemaMarks {

  private static final int DEEPEST = 40;

  /** Of fields: a schema that refers to itself has no end. */
  private static final int MOST = 20_000;

  private int looked;

  private SchemaMarks() {}

  /**
   * A schema with the marks of another one alone; empty where that has none.
   *
   * @param schema of an object
   * @param document in which its references lead
   */
  public static Optional<ObjectNode> of(JsonNode schema, JsonNode document) {
    return new SchemaMarks().marks(SecretSchema.within(schema, document), 0);
  }

  private Optional<ObjectNode> marks(SecretSchema schema, int depth) {
    ObjectNode marks = JsonNodeFactory.instance.objectNode();
    if (schema.marksSecret()) {
      return Optional.of(marks.put("writeOnly", true));
    }
    if (depth < DEEPEST && ++looked < MOST) {
      for (String name : schema.fieldNames()) {
        marks(schema.field(name), depth + 1)
            .ifPresent(below -> marks.withObjectProperty("properties").set(name, below));
      }
      if (schema.hasOthers()) {
        marks(schema.field(""), depth + 1)
            .ifPresent(below -> marks.set("additionalProperties", below));
      }
      if (schema.hasItems()) {
        marks(schema.item(), depth + 1).ifPresent(below -> marks.set("items", below));
      }
    }
    return marks.isEmpty() ? Optional.empty() : Optional.of(marks);
  }
}
