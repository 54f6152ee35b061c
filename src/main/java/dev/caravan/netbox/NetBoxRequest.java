package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One request to NetBox's REST API.
 *
 * @param path below {@code /api/}, such as {@code dcim/device-types}, without slashes at its ends
 * @param query what stands behind the question mark, encoded; may be empty
 * @param body what to send as JSON; null sends none
 */
public record NetBoxRequest(String method, String path, String query, @Nullable JsonNode body) {

  public static NetBoxRequest get(String path, String query) {
    return new NetBoxRequest("GET", path, query, null);
  }

  public static NetBoxRequest options(String path) {
    return new NetBoxRequest("OPTIONS", path, "", null);
  }

  public static NetBoxRequest post(String path, JsonNode body) {
    return new NetBoxRequest("POST", path, "", body);
  }

  public static NetBoxRequest patch(String path, JsonNode body) {
    return new NetBoxRequest("PATCH", path, "", body);
  }

  public static NetBoxRequest delete(String path, JsonNode body) {
    return new NetBoxRequest("DELETE", path, "", body);
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
