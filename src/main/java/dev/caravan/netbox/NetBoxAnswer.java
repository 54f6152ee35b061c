package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What came back for a request.
 *
 * @param status the HTTP status; 0 when none came
 * @param body the JSON answered, missing when there was none
 * @param text the beginning of an answer that is no JSON, or why there is none
 * @param silence what is known of a request without an answer
 */
public record NetBoxAnswer(int status, JsonNode body, String text, Silence silence) {

  /** Why there is no answer. */
  public enum Silence {
    /** There is one. */
    NONE,
    /** Nobody took the request: it was surely not done. */
    NOT_TAKEN,
    /** Nobody waited any longer: it may be at work still. */
    TIMED_OUT,
    /** It broke off: nobody knows. */
    BROKEN
  }

  public NetBoxAnswer(int status, JsonNode body, String text) {
    this(status, body, text, status == 0 ? Silence.BROKEN : Silence.NONE);
  }

  public static NetBoxAnswer lost(String why) {
    return silent(Silence.BROKEN, why);
  }

  public static NetBoxAnswer silent(Silence silence, String why) {
    return new NetBoxAnswer(0, MissingNode.getInstance(), why, silence);
  }

  /** Sent, but nobody knows what became of it. */
  public boolean lost() {
    return status == 0 && silence != Silence.NOT_TAKEN;
  }

  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /** Whether NetBox may have done the request although this is what came back. */
  public boolean mayBeDone() {
    return BulkErrors.unsure(this);
  }

  /** Whether NetBox refused what was sent. */
  public boolean refusal() {
    return BulkErrors.refusal(this);
  }

  /** NetBox's own words, for people. */
  public String words() {
    return body.isMissingNode() ? text : ErrorWords.of(body);
  }
}
