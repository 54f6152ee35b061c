package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request to a service of OpenStack.
 *
 * @param path below the service's version, such as {@code /servers}
 * @param query what stands behind the question mark, encoded; may be empty
 * @param body what to send as JSON; null sends none
 */
public record OpenStackRequest(
    OpenStackService service, String method, String path, String query, @Nullable JsonNode body) {

  public static OpenStackRequest get(OpenStackService service, String path, String query) {
    return new OpenStackRequest(service, "GET", path, query, null);
  }

  public static OpenStackRequest post(OpenStackService service, String path, JsonNode body) {
    return new OpenStackRequest(service, "POST", path, "", body);
  }

  public static OpenStackRequest put(OpenStackService service, String path, JsonNode body) {
    return new OpenStackRequest(service, "PUT", path, "", body);
  }

  public static OpenStackRequest delete(OpenStackService service, String path) {
    return new OpenStackRequest(service, "DELETE", path, "", null);
  }

  /** A value as it stands in a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Method and path, for messages. */
  public String line() {
    return method + " " + service.type() + path;
  }
}
