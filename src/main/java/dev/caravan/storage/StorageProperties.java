package dev.caravan.storage;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where data is kept.
 *
 * @param dataDir folder of everything that this node keeps on disk
 * @param database the PostgreSQL to use; embedded where neither url nor host is given
 * @param redis the Redis to use; embedded where neither url nor host is given
 */
@ConfigurationProperties("caravan")
public record StorageProperties(Path dataDir, DatabaseAddress database, RedisAddress redis) {

  /** How the environment names a PostgreSQL: one URL, or its parts. */
  public record DatabaseAddress(
      String url, String host, int port, String name, String user, String password) {

    /** Without password, which the URL may hold, too. */
    @Override
    public String toString() {
      return "DatabaseAddress[host=%s]".formatted(host);
    }
  }

  /** How the environment names a Redis: one URL, or its parts. */
  public record RedisAddress(String url, String host, int port, int database, String password) {

    /** Without password, which the URL may hold, too. */
    @Override
    public String toString() {
      return "RedisAddress[host=%s]".formatted(host);
    }
  }
}
