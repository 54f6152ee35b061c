package dev.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A cluster or a user of a kubeconfig file.
 *
 * @param context that leads to it, for messages
 * @param folder that its paths start from
 */
record KubeconfigEntry(String context, JsonNode content, Path folder) {

  String text(String field) {
    return content.path(field).asText("").strip();
  }

  /** What the file holds that a field names; empty where there is no such field. */
  String file(String field) {
    String path = text(field);
    if (path.isEmpty()) {
      return "";
    }
    try {
      return Files.readString(folder.resolve(path)).strip();
    } catch (IOException unreadable) {
      throw wrong(field, "%s cannot be read".formatted(folder.resolve(path)));
    }
  }

  /** A PEM text that stands in base64 in the entry itself, else in a file. */
  String pem(String field) {
    String data = text(field + "-data");
    if (data.isEmpty()) {
      return file(field);
    }
    try {
      return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noBase64) {
      throw wrong(field + "-data", "it is no base64");
    }
  }

  /** A field that must not be there, or be false. */
  void refuse(String field, String why) {
    JsonNode value = content.path(field);
    boolean absent =
        value.isMissingNode() || value.isNull() || (value.isTextual() && value.asText().isBlank());
    if (!absent && !value.asText().equals("false")) {
      throw wrong(field, why);
    }
  }

  private PermanentFailure wrong(String field, String why) {
    return PermanentFailure.configuration(
        "Context %s of kubeconfig, %s: %s".formatted(context, field, why));
  }

  @Override
  public String toString() {
    return context;
  }
}
