package dev.caravan.git;

import dev.caravan.storage.StorageProperties;
import dev.caravan.worker.BreakerProperties;
import dev.caravan.worker.CircuitBreakers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/** Makes clones for tests without an application around them. */
public final class TestClones {

  private TestClones() {}

  public static GitClones in(Path dataDir) {
    return in(dataDir, "", "");
  }

  public static GitClones in(Path dataDir, String sshKey, String knownHosts) {
    return in(dataDir, sshKey, knownHosts, 10_000, DataSize.ofMegabytes(100));
  }

  /** With limits of their own. */
  public static GitClones in(
      Path dataDir, String sshKey, String knownHosts, int mostFiles, DataSize mostBytes) {
    GitProperties properties =
        new GitProperties(
            sshKey,
            knownHosts,
            Set.of("file", "http", "https", "ssh"),
            Set.of("127.0.0.1", "localhost"),
            Duration.ofSeconds(10),
            mostFiles,
            mostBytes,
            Duration.ofDays(14));
    return new GitClones(
        storage(dataDir), properties, new GitSsh(properties), breakers(), Clock.systemUTC());
  }

  private static CircuitBreakers breakers() {
    return new CircuitBreakers(
        new BreakerProperties(20, 10, 50, Duration.ofSeconds(5), 3, 500),
        Clock.systemUTC(),
        new SimpleMeterRegistry());
  }

  static GitProperties properties() {
    return new GitProperties(
        "",
        "",
        Set.of("file"),
        Set.of(),
        Duration.ofSeconds(10),
        10_000,
        DataSize.ofMegabytes(100),
        Duration.ofDays(14));
  }

  public static StorageProperties storage(Path dataDir) {
    return new StorageProperties(
        dataDir,
        new StorageProperties.DatabaseAddress("", "", 0, "", "", ""),
        new StorageProperties.RedisAddress("", "", 0, 0, ""));
  }
}
