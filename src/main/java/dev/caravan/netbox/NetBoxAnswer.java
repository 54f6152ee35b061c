package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What came back for a request.
 *
 * @param status the HTTP status; 0 when the answer was lost, so that nobody knows whether it was
 *     done
 * @param body the JSON answered, missing when there was none
 * @param text the beginning of an answer that is no JSON, or why it was lost
 */
public record NetBoxAnswer(int status, JsonNode body, String text) {

  public static NetBoxAnswer lost(String why) {
    return new NetBoxAnswer(0, MissingNode.getInstance(), why);
  }

  /** Sent, but nobody knows what became of it. */
  public boolean lost() {
    return status == 0;
  }

  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /** NetBox's own words, for people. */
  public String words() {
    return body.isMissingNode() ? text : ErrorWords.of(body);
  }
}
