package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What came back for a request.
 *
 * @param status the HTTP status; 0 when no answer came, so that nobody knows whether it was done
 * @param body the JSON answered, missing when there was none
 * @param text the beginning of an answer that is no JSON, or why none came
 */
public record OpenStackAnswer(int status, JsonNode body, String text) {

  private static final int LONGEST = 500;

  public boolean ok() {
    return status >= 200 && status < 300;
  }

  public boolean notFound() {
    return status == 404;
  }

  /** The request may or may not have been done, or may be if it is sent again later. */
  public boolean unsure() {
    return status == 0 || status == 429 || status >= 500;
  }

  /** Neutron's name for what is wrong, such as {@code OverQuota}; empty where there is none. */
  public String type() {
    return body.at("/NeutronError/type").asText("");
  }

  /** OpenStack's own words: each service wraps its message in another way. */
  public String words() {
    String said = body.at("/NeutronError/message").asText("");
    if (said.isEmpty()) {
      said = body.path("message").asText("");
    }
    if (said.isEmpty() && body.isObject() && body.size() > 0) {
      said = body.elements().next().path("message").asText("");
    }
    String plain = (said.isEmpty() ? text : said).replaceAll("<[^>]*>", " ").strip();
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
