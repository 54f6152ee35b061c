package dev.caravan.sandbox.kept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of what a simulator has, by names: a line of JSON for each change, written before the
 * answer is sent, so that a killed process forgets nothing that it has confirmed. Read and made
 * short when it is opened. Callers are alone.
 */
public final class KeptThings implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Path file;
  private final Map<String, JsonNode> things = new LinkedHashMap<>();
  private @Nullable BufferedWriter out;

  private KeptThings(@Nullable Path file) {
    this.file = file;
  }

  /** Keeps nothing once the process has ended. */
  public static KeptThings nowhere() {
    return new KeptThings(null);
  }

  public static KeptThings in(Path file) {
    KeptThings kept = new KeptThings(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file)) {
        kept.load(file);
      }
      kept.shorten(file);
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox cannot keep its data in " + file, e);
    }
  }

  /** Whether anything is kept from one start to the next. */
  public boolean lasting() {
    return file != null;
  }

  /** All that is kept, in the order in which it came. */
  public Map<String, JsonNode> all() {
    return new LinkedHashMap<>(things);
  }

  public Optional<JsonNode> find(String name) {
    return Optional.ofNullable(things.get(name));
  }

  /** Keeps a thing in place of the one before. */
  public void put(String name, JsonNode thing) {
    if (lasting()) {
      JsonNode copy = thing.deepCopy();
      things.put(name, copy);
      write(line(name, copy));
    }
  }

  public void remove(String name) {
    if (things.remove(name) != null) {
      write(JsonNodeFactory.instance.objectNode().put("name", name));
    }
  }

  /** Removes what is not among these names. */
  public void retain(Collection<String> names) {
    List<String> gone = new ArrayList<>(things.keySet());
    gone.removeAll(names);
    gone.forEach(this::remove);
  }

  private static ObjectNode line(String name, JsonNode thing) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("name", name);
    line.set("thing", thing);
    return line;
  }

  private void write(ObjectNode line) {
    if (out == null) {
      return;
    }
    try {
      out.write(line.toString());
      out.newLine();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox cannot keep its data in " + file, e);
    }
  }

  private void load(Path from) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(from)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode change = whole(line);
        String name = change.path("name").asText();
        if (change.has("thing")) {
          things.put(name, change.path("thing"));
        } else {
          things.remove(name);
        }
      }
    }
  }

  /** The last line of a killed process may be half a one: it was never confirmed. */
  private static JsonNode whole(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  private void shorten(Path into) throws IOException {
    Path fresh = into.resolveSibling(into.getFileName() + ".new");
    try (BufferedWriter lines = Files.newBufferedWriter(fresh)) {
      for (Map.Entry<String, JsonNode> each : things.entrySet()) {
        lines.write(line(each.getKey(), each.getValue()).toString());
        lines.newLine();
      }
    }
    Files.move(fresh, into, StandardCopyOption.REPLACE_EXISTING);
    out = Files.newBufferedWriter(into, StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    BufferedWriter open = out;
    out = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException("The sandbox cannot keep its data in " + file, e);
      }
    }
  }
}
