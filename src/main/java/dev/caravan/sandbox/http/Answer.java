package dev.caravan.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer, ready to be sent.
 *
 * @param streamed writes the body piece by piece, where it is not known when the answer begins
 */
public record Answer(
    int status,
    String body,
    String type,
    Map<String, String> headers,
    @Nullable Streamed streamed) {

  /** A body that comes as it happens; what is flushed is sent at once. */
  @FunctionalInterface
  public interface Streamed {
    void writeTo(OutputStream out) throws IOException;
  }

  public Answer(int status, String body, String type, Map<String, String> headers) {
    this(status, body, type, headers, null);
  }

  public static Answer streamed(String type, Streamed streamed) {
    return new Answer(200, "", type, Map.of(), streamed);
  }

  public static Answer json(int status, JsonNode body) {
    return new Answer(status, body.toString(), "application/json", Map.of());
  }

  public static Answer html(int status, String title) {
    String page = "\n<!DOCTYPE html>\n<html><head><title>" + title + "</title></head></html>\n";
    return new Answer(status, page, "text/html; charset=utf-8", Map.of());
  }

  public static Answer empty(int status) {
    return new Answer(status, "", "", Map.of());
  }

  public static Answer detail(int status, String detail) {
    return json(status, JsonNodeFactory.instance.objectNode().put("detail", detail));
  }

  /** The same with one more header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, body, type, Map.copyOf(more), streamed);
  }
}
