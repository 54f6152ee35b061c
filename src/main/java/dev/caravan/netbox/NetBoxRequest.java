package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request to NetBox's REST API.
 *
 * @param path below {@code /api/}, such as {@code dcim/device-types}, without slashes at its ends
 * @param query what stands behind the question mark, encoded; may be empty
 * @param body what to send as JSON; null sends none
 * @param upload a file to send in its place; null for none
 * @param pause how long to wait before it is sent
 * @param patience how long its answer may take at least
 */
public record NetBoxRequest(
    String method,
    String path,
    String query,
    @Nullable JsonNode body,
    @Nullable Upload upload,
    Duration pause,
    Duration patience) {

  public static NetBoxRequest get(String path, String query) {
    return of("GET", path, query, null);
  }

  public static NetBoxRequest options(String path) {
    return of("OPTIONS", path, "", null);
  }

  public static NetBoxRequest post(String path, JsonNode body) {
    return of("POST", path, "", body);
  }

  public static NetBoxRequest patch(String path, JsonNode body) {
    return of("PATCH", path, "", body);
  }

  public static NetBoxRequest delete(String path, JsonNode body) {
    return of("DELETE", path, "", body);
  }

  /** A request of that method with a file. */
  public static NetBoxRequest upload(String method, String path, Upload upload) {
    return new NetBoxRequest(method, path, "", null, upload, Duration.ZERO, Duration.ZERO);
  }

  private static NetBoxRequest of(
      String method, String path, String query, @Nullable JsonNode body) {
    return new NetBoxRequest(method, path, query, body, null, Duration.ZERO, Duration.ZERO);
  }

  /** The same, after a while. */
  NetBoxRequest after(Duration rest) {
    return new NetBoxRequest(method, path, query, body, upload, rest, patience);
  }

  /** The same, given so much time. */
  NetBoxRequest within(Duration time) {
    return new NetBoxRequest(method, path, query, body, upload, pause, time);
  }

  /** What the body is. */
  public String contentType() {
    return upload == null ? "application/json" : upload.contentType();
  }

  /** For the route that waits. */
  public long pauseMillis() {
    return pause.toMillis();
  }

  /** Whether sending it twice does no more than sending it once. */
  public boolean repeatable() {
    return !method.equals("POST");
  }

  /** Method and path, for messages. */
  public String line() {
    return method + " /api/" + path + "/";
  }
}
