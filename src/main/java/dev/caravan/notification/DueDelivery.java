package dev.caravan.notification;

import dev.caravan.secret.Confidential;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;

/**
 * A delivery that this node is to send now.
 *
 * @param lease proves that it still is this node's when the outcome is written
 * @param secret signs it
 */
public record DueDelivery(
    UUID id, UUID lease, String url, Confidential secret, String event, String body, int attempts) {

  /** Which server it goes to, with port. */
  public String host() {
    URI address = URI.create(url);
    int usual = "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    return host + ":" + (address.getPort() < 0 ? usual : address.getPort());
  }

  @Override
  public String toString() {
    return "DueDelivery[id=" + id + ", event=" + event + "]";
  }
}
