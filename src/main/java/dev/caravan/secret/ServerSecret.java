package dev.caravan.secret;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.caravan.failure.PermanentFailure;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A secret for one server: never printed or serialized, and given out for that server alone. */
public final class ServerSecret {

  private static final String HIDDEN = "(secret)";

  private final String value;
  private final String server;

  private ServerSecret(String value, String server) {
    this.value = value;
    this.server = server;
  }

  /** A secret that was given together with an address. */
  public static ServerSecret of(String value, String address) {
    return new ServerSecret(value, server(address));
  }

  /** The same where there may be none. */
  public static @Nullable ServerSecret ofNullable(@Nullable String value, String address) {
    return value == null ? null : of(value, address);
  }

  /** Which server it is for: scheme, host and port. */
  public String server() {
    return server;
  }

  /** Whether it may be shown to the server of an address. */
  public boolean isFor(String address) {
    return server.equals(server(address));
  }

  /**
   * The secret itself, to be sent to this address.
   *
   * @throws PermanentFailure where that is on another server, or spoken to in another way
   */
  public String revealTo(String address) {
    if (!isFor(address)) {
      throw PermanentFailure.configuration(
          "What lets us in was given for %s, and is not sent to %s: give it again"
              .formatted(server.isEmpty() ? "no server" : server, server(address)));
    }
    return value;
  }

  private static String server(String address) {
    String text = address.strip();
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && uri.getScheme() != null) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        return "%s://%s%s"
            .formatted(scheme, uri.getHost().toLowerCase(Locale.ROOT), port < 0 ? "" : ":" + port);
      }
    } catch (IllegalArgumentException noUri) {
      return text;
    }
    return text;
  }

  @JsonValue
  @Override
  public String toString() {
    return HIDDEN;
  }
}
