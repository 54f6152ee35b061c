package dev.caravan.git;

import dev.caravan.storage.StorageProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Removes clones from this node that nothing names and that no step has used for long. */
@Component
public class UnusedClones {

  private static final Logger log = LoggerFactory.getLogger(UnusedClones.class);
  private static final Pattern CLONE = Pattern.compile("[0-9a-f]{24}");
  private static final int MOST_AT_ONCE = 20;

  private final Path dataDir;
  private final GitProperties properties;
  private final List<GitUse> uses;
  private final Clock clock;

  UnusedClones(
      StorageProperties storage, GitProperties properties, List<GitUse> uses, Clock clock) {
    this.dataDir = storage.dataDir();
    this.properties = properties;
    this.uses = List.copyOf(uses);
    this.clock = clock;
  }

  /** Some at a time: what is left is removed the next time. */
  public void remove() {
    Instant since = clock.instant().minus(properties.clonesKeptFor());
    for (String home : uses.stream().map(use -> use.kind().home()).distinct().toList()) {
      try {
        remove(home, since);
      } catch (IOException e) {
        log.warn("The clones in {} cannot be looked through", home, e);
      }
    }
  }

  private void remove(String home, Instant since) throws IOException {
    Path folder = dataDir.resolve(home);
    if (!Files.isDirectory(folder)) {
      return;
    }
    Set<String> named = named(home);
    int removed = 0;
    for (String name : clones(folder)) {
      if (removed < MOST_AT_ONCE && !named.contains(name) && remove(folder, name, since)) {
        removed++;
      }
    }
    if (removed > 0) {
      log.info("{} unused clones are removed from {}", removed, home);
    }
  }

  private static boolean remove(Path folder, String name, Instant since) {
    try {
      return new CloneFolder(folder, name).removeUnusedSince(since);
    } catch (IOException e) {
      log.warn("The unused clone {} cannot be removed", name, e);
      return false;
    }
  }

  private Set<String> named(String home) {
    Set<String> names = new HashSet<>();
    uses.stream()
        .filter(use -> use.kind().home().equals(home))
        .flatMap(use -> use.sources().stream())
        .forEach(source -> names.addAll(List.of(source.repositoryKey(), source.privateKey())));
    return names;
  }

  private static List<String> clones(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(each -> each.getFileName().toString())
          .filter(name -> CLONE.matcher(name).matches())
          .sorted()
          .toList();
    }
  }
}
