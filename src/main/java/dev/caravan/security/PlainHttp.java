package dev.caravan.security;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where secrets may go without encryption.
 *
 * @param plainHttpHosts hosts, with a port or without, that secrets are sent to over http
 */
@ConfigurationProperties("caravan.secrets")
public record PlainHttp(@DefaultValue List<String> plainHttpHosts) {

  public PlainHttp {
    plainHttpHosts =
        plainHttpHosts.stream()
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .filter(host -> !host.isEmpty())
            .toList();
  }

  /** Whether a secret may be sent to this address. */
  public boolean allows(String address) {
    try {
      URI uri = URI.create(address.strip());
      if (!"http".equalsIgnoreCase(uri.getScheme())) {
        return true;
      }
      String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
      int port = uri.getPort() < 0 ? 80 : uri.getPort();
      return plainHttpHosts.contains(host) || plainHttpHosts.contains(host + ":" + port);
    } catch (IllegalArgumentException noUri) {
      return !address.strip().toLowerCase(Locale.ROOT).startsWith("http:");
    }
  }
}
