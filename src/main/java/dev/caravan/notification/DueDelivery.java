package dev.caravan.notification;

import java.util.UUID;

/**
 * A delivery that this node is to send now.
 *
 * @param lease proves that it still is this node's when the outcome is written
 * @param secret signs it
 */
public record DueDelivery(
    UUID id, UUID lease, String url, String secret, String event, String body, int attempts) {

  @Override
  public String toString() {
    return "DueDelivery[id=" + id + ", event=" + event + "]";
  }
}
