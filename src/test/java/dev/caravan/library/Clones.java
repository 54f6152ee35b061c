package dev.caravan.library;

import dev.caravan.git.TestClones;
import dev.caravan.secret.Confidential;
import java.nio.file.Path;
import java.time.Duration;

/** Makes clones for tests without an application around them. */
public final class Clones {

  private Clones() {}

  public static LibraryClone in(Path dataDir) {
    return in(dataDir, properties("file:///nowhere", ""));
  }

  static LibraryClone in(Path dataDir, LibraryProperties properties) {
    return new LibraryClone(TestClones.in(dataDir), properties);
  }

  public static LibraryProperties properties(String url, String token) {
    return new LibraryProperties(
        url,
        "HEAD",
        "oauth2",
        Confidential.of(token),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        false);
  }
}
