package dev.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request to a Kubernetes API.
 *
 * @param path from the server's root, such as {@code /apis/apps/v1/deployments}
 * @param query what stands behind the question mark, encoded; may be empty
 * @param contentType what the body is; for requests without one it says nothing
 * @param body what to send as JSON; null sends none
 */
public record KubernetesRequest(
    String method, String path, String query, String contentType, @Nullable JsonNode body) {

  private static final String JSON = "application/json";
  private static final String STEPS = "application/json-patch+json";
  private static final String APPLY = "application/apply-patch+yaml";

  public static KubernetesRequest get(String path, String query) {
    return new KubernetesRequest("GET", path, query, JSON, null);
  }

  public static KubernetesRequest post(String path, JsonNode body) {
    return new KubernetesRequest("POST", path, "", JSON, body);
  }

  /**
   * Server-side apply; all JSON is YAML.
   *
   * @param query must name a {@code fieldManager}
   */
  public static KubernetesRequest apply(String path, String query, JsonNode body) {
    return new KubernetesRequest("PATCH", path, query, APPLY, body);
  }

  /**
   * Changes an object step by step (RFC 6902), all or nothing.
   *
   * @param steps an array
   */
  public static KubernetesRequest patch(String path, String query, JsonNode steps) {
    return new KubernetesRequest("PATCH", path, query, STEPS, steps);
  }

  /**
   * Removes an object, or a selection of them.
   *
   * @param body DeleteOptions, such as preconditions; null for none
   */
  public static KubernetesRequest delete(String path, @Nullable JsonNode body) {
    return new KubernetesRequest("DELETE", path, "", JSON, body);
  }

  /** A value as it stands in a path or a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  boolean reads() {
    return method.equals("GET");
  }

  /** Method and path, for messages. */
  public String line() {
    return method + " " + path;
  }

  /**
   * The statuses after which it is sent again, 0 for a lost answer. A POST is where it was surely
   * not taken; an apply or a DELETE may be done twice, but 500 is what an apply of unknown fields
   * gets for ever.
   */
  public String repeatedAfter() {
    return switch (method) {
      case "GET" -> "0,429,500,502,503,504";
      case "POST" -> "429";
      default -> "0,429,502,503,504";
    };
  }
}
