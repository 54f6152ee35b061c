package dev.caravan.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** An answer that is kept to be given again. */
record KeptAnswer(
    int status,
    @Nullable String location,
    @Nullable String entityTag,
    @Nullable String contentType,
    String body) {

  static KeptAnswer of(ContentCachingResponseWrapper response) {
    return new KeptAnswer(
        response.getStatus(),
        response.getHeader(HttpHeaders.LOCATION),
        response.getHeader(HttpHeaders.ETAG),
        response.getContentType(),
        new String(response.getContentAsByteArray(), UTF_8));
  }

  void writeTo(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    set(response, HttpHeaders.LOCATION, location);
    set(response, HttpHeaders.ETAG, entityTag);
    set(response, HttpHeaders.CONTENT_TYPE, contentType);
    response.setHeader("Idempotency-Replayed", "true");
    byte[] bytes = body.getBytes(UTF_8);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private static void set(HttpServletResponse response, String name, @Nullable String value) {
    Optional.ofNullable(value).ifPresent(given -> response.setHeader(name, given));
  }

  boolean succeeded() {
    return status >= 200 && status < 300;
  }
}
