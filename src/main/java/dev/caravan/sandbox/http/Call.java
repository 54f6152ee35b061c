package dev.caravan.sandbox.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One request as it came in.
 *
 * @param id what the header {@code X-Request-ID} of the answer says
 * @param headers by name in lower case
 */
public record Call(
    String method,
    String path,
    String queryText,
    Query query,
    Map<String, String> headers,
    String body,
    UUID id) {

  /** A body that is no JSON. */
  public static final class NoJson extends Exception {
    NoJson(String message) {
      super(message, null, false, false);
    }
  }

  /** A file of a form. */
  @SuppressWarnings("ArrayRecordComponent")
  public record SentFile(String name, byte[] content) {}

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** The value of a header, its name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The body, which may be a form; an empty one is an empty object. */
  public JsonNode json() throws NoJson {
    String type = header("content-type").orElse("");
    if (Multipart.is(type)) {
      return Multipart.read(type, body);
    }
    if (body.isEmpty()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new NoJson("JSON parse error - " + String.valueOf(e.getMessage()).split("\n", -1)[0]);
    }
  }
}
