package dev.caravan.library;

import dev.caravan.storage.StorageProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Makes clones for tests without an application around them. */
public final class Clones {

  private Clones() {}

  public static LibraryClone in(Path dataDir) {
    return in(dataDir, properties("file:///nowhere", ""));
  }

  static LibraryClone in(Path dataDir, LibraryProperties properties) {
    return new LibraryClone(storage(dataDir), properties, new GitLogin(properties));
  }

  static StorageProperties storage(Path dataDir) {
    return new StorageProperties(
        dataDir,
        new StorageProperties.DatabaseAddress("", "", 0, "", "", ""),
        new StorageProperties.RedisAddress("", "", 0, 0, ""));
  }

  public static LibraryProperties properties(String url, String token) {
    return properties(url, token, "", "");
  }

  static LibraryProperties properties(String url, String token, String sshKey, String knownHosts) {
    return new LibraryProperties(
        url,
        "HEAD",
        "oauth2",
        token,
        sshKey,
        knownHosts,
        Set.of("file", "http", "https", "ssh"),
        Duration.ofSeconds(10),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        false);
  }
}
