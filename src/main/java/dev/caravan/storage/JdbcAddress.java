package dev.caravan.storage;

import dev.caravan.failure.PermanentFailure;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/** The address of a PostgreSQL as JDBC wants it. */
record JdbcAddress(String jdbcUrl, String username, String password)
    implements JdbcConnectionDetails {

  private static final String DRIVER_OPTIONS =
      "reWriteBatchedInserts=true&tcpKeepAlive=true&ApplicationName=caravan";

  static JdbcAddress of(StorageProperties.DatabaseAddress given) {
    if (given.url().isBlank()) {
      return of(given.host(), given.port(), given.name(), given.user(), given.password());
    }
    return fromUrl(given);
  }

  static JdbcAddress of(String host, int port, String name, String user, String password) {
    String url = "jdbc:postgresql://%s:%d/%s?%s".formatted(host, port, name, DRIVER_OPTIONS);
    return new JdbcAddress(url, user, password);
  }

  /** The same with one more option of the driver. */
  JdbcAddress withOption(String option) {
    return new JdbcAddress(jdbcUrl + "&" + option, username, password);
  }

  private static JdbcAddress fromUrl(StorageProperties.DatabaseAddress given) {
    URI uri = parse(given.url().strip());
    String options = uri.getRawQuery() == null ? "" : uri.getRawQuery() + "&";
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    String url =
        "jdbc:postgresql://%s:%d%s?%s%s"
            .formatted(uri.getHost(), port, uri.getRawPath(), options, DRIVER_OPTIONS);
    String[] login = loginOf(uri);
    return new JdbcAddress(
        url,
        login.length > 0 ? login[0] : given.user(),
        login.length > 1 ? login[1] : given.password());
  }

  private static URI parse(String url) {
    String plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    try {
      URI uri = URI.create(plain);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (scheme.startsWith("postgres") && uri.getHost() != null && uri.getPath().length() > 1) {
        return uri;
      }
    } catch (IllegalArgumentException malformed) {
      // Said below without the URL: it may hold a password.
    }
    throw PermanentFailure.configuration(
        "DATABASE_URL is not a PostgreSQL address: it should look like"
            + " postgresql://user:password@host:5432/database");
  }

  private static String[] loginOf(URI uri) {
    if (uri.getRawUserInfo() == null) {
      return new String[0];
    }
    String[] parts = uri.getRawUserInfo().split(":", 2);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = URLDecoder.decode(parts[i].replace("+", "%2B"), StandardCharsets.UTF_8);
    }
    return parts;
  }

  @Override
  public String toString() {
    return "JdbcAddress[" + username + "]";
  }

  @Override
  public String getJdbcUrl() {
    return jdbcUrl;
  }

  @Override
  public String getUsername() {
    return username;
  }

  @Override
  public String getPassword() {
    return password;
  }
}
