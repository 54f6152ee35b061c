package dev.caravan.storage;

import dev.caravan.failure.PermanentFailure;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails;

/** The address of a Redis. */
record RedisEndpoint(
    String host, int port, int database, @Nullable String username, @Nullable String password)
    implements RedisConnectionDetails {

  private static final int DEFAULT_PORT = 6379;

  static RedisEndpoint local(int port, String username, String password) {
    return new RedisEndpoint("127.0.0.1", port, 0, username, password);
  }

  static RedisEndpoint of(StorageProperties.RedisAddress given) {
    if (given.url().isBlank()) {
      String password = given.password().isBlank() ? null : given.password();
      return new RedisEndpoint(given.host(), given.port(), given.database(), null, password);
    }
    return fromUrl(given.url().strip());
  }

  private static RedisEndpoint fromUrl(String url) {
    try {
      URI uri = URI.create(url);
      if ("redis".equals(uri.getScheme()) && uri.getHost() != null) {
        String[] login =
            uri.getUserInfo() == null ? new String[] {""} : uri.getUserInfo().split(":", 2);
        String password = login[login.length - 1];
        return new RedisEndpoint(
            uri.getHost(),
            uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
            databaseOf(uri),
            login.length > 1 && !login[0].isEmpty() ? login[0] : null,
            password.isEmpty() ? null : password);
      }
    } catch (IllegalArgumentException malformed) {
      // Said below without the URL: it may hold a password.
    }
    throw PermanentFailure.configuration(
        "REDIS_URL is not a Redis address: it should look like redis://:password@host:6379/0");
  }

  private static int databaseOf(URI uri) {
    String path = uri.getPath() == null ? "" : uri.getPath().replace("/", "");
    return path.isEmpty() ? 0 : Integer.parseInt(path);
  }

  @Override
  public String toString() {
    return "RedisEndpoint[%s:%d]".formatted(host, port);
  }

  @Override
  public @Nullable String getUsername() {
    return username;
  }

  @Override
  public @Nullable String getPassword() {
    return password;
  }

  @Override
  public Standalone getStandalone() {
    return Standalone.of(host, port, database);
  }
}
