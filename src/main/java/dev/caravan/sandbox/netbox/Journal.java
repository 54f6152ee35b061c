package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects over restarts: one line of JSON for each change, written before the answer is sent,
 * so that a killed process forgets nothing that it has confirmed. Read and made short at start.
 */
final class Journal implements AutoCloseable {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Path file;
  private BufferedWriter out;

  private Journal(Path file, BufferedWriter out) {
    this.file = file;
    this.out = out;
  }

  /** Fills the tables with what was kept and goes on writing to the same file. */
  static Journal open(Path file, Tables tables) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file)) {
        load(file, tables);
      }
      return new Journal(file, shortened(file, tables));
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox NetBox cannot keep its data in " + file, e);
    }
  }

  void append(List<Change> changes) {
    try {
      for (Change change : changes) {
        write(out, change);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox NetBox cannot keep its data in " + file, e);
    }
  }

  /** Begins anew with what stands in the tables. */
  void shorten(Tables tables) {
    try {
      out.close();
      out = shortened(file, tables);
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox NetBox cannot keep its data in " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox NetBox cannot keep its data in " + file, e);
    }
  }

  private static BufferedWriter shortened(Path file, Tables tables) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
      for (Table table : tables.all()) {
        out.write(last(table).toString());
        out.newLine();
        for (Row row : table.rows()) {
          write(out, Change.saved(row));
        }
      }
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    return Files.newBufferedWriter(file, StandardOpenOption.APPEND);
  }

  private static ObjectNode last(Table table) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kind", table.kind().endpoint())
        .put("last", table.lastId());
  }

  private static void write(BufferedWriter out, Change change) throws IOException {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("kind", change.kind().endpoint()).put("id", change.id());
    Row row = change.row();
    if (row != null) {
      line.put("created", row.created().toString()).put("updated", row.updated().toString());
      line.put("created_by", row.createdBy().toString());
      UUID updatedBy = row.updatedBy();
      line.put("updated_by", updatedBy == null ? null : updatedBy.toString());
      line.set("values", JSON.valueToTree(row.values()));
    }
    out.write(line.toString());
    out.newLine();
  }

  private static void load(Path file, Tables tables) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode change = whole(line);
        if (change != null && tables.holds(change.path("kind").asText())) {
          apply(tables.of(change.path("kind").asText()), change);
        }
      }
    }
  }

  /** The last line of a killed process may be half a one: it was never confirmed. */
  private static @Nullable JsonNode whole(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static void apply(Table table, JsonNode change) {
    table.startAfter(change.path("last").asLong(0));
    if (change.has("values")) {
      table.put(row(table.kind(), change));
      table.startAfter(change.path("id").asLong());
    } else if (change.has("id")) {
      table.remove(change.path("id").asLong());
    }
  }

  private static Row row(Kind kind, JsonNode line) {
    Map<String, Object> values = new HashMap<>();
    line.path("values").fields().forEachRemaining(e -> values.put(e.getKey(), value(kind, e)));
    JsonNode updatedBy = line.path("updated_by");
    return new Row(
        kind,
        line.path("id").asLong(),
        Map.copyOf(values),
        Instant.parse(line.path("created").asText()),
        Instant.parse(line.path("updated").asText()),
        UUID.fromString(line.path("created_by").asText()),
        updatedBy.isTextual() ? UUID.fromString(updatedBy.asText()) : null);
  }

  private static Object value(Kind kind, Map.Entry<String, JsonNode> entry) {
    JsonNode value = entry.getValue();
    boolean decimal =
        kind.field(entry.getKey()).filter(field -> field.type() == FieldType.DECIMAL).isPresent();
    if (decimal) {
      return new BigDecimal(value.asText());
    }
    return value.isBoolean()
        ? value.booleanValue()
        : value.isNumber()
            ? (Object) value.longValue()
            : value.isContainerNode() ? value : value.asText();
  }
}
