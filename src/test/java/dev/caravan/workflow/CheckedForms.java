package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Forms as the application reads them, for tests of other packages. */
public final class CheckedForms {

  private CheckedForms() {}

  /** The schema of a form; a validation failure says what is wrong with it. */
  public static JsonNode schema(Path file) {
    return read(file).document();
  }

  /** The data with the form's defaults; a validation failure says what is wrong with it. */
  public static ObjectNode completed(Path file, JsonNode data) {
    return read(file).completed(data);
  }

  private static FormSchema read(Path file) {
    try {
      return FormSchema.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
