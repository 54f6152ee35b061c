package dev.caravan.library;

import dev.caravan.git.TestClones;
import java.nio.file.Path;

/** Makes the sample library for tests without an application around them. */
public final class SandboxRepository {

  private SandboxRepository() {}

  /** Where the library is, below the data folder of a test. */
  public static LibrarySource in(Path dataDir) throws Exception {
    new SandboxLibrary(TestClones.storage(dataDir)).afterPropertiesSet();
    return new LibrarySource(dataDir.resolve("sandbox-library").toString(), "master");
  }
}
