package dev.caravan.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FileUtils;

/**
 * The kept clone of one repository: bare, changed only by the one who holds its lock, and thrown
 * away when it is damaged. Readers take no lock: git objects never change.
 */
final class CloneFolder {

  private static final int MOST_PACKS = 100;
  private static final Map<Path, CloneLock> IN_THIS_JVM = new ConcurrentHashMap<>();

  private final Path path;

  CloneFolder(Path home, String name) {
    this.path = home.resolve(name).toAbsolutePath().normalize();
  }

  /** Work on the clone that needs it for itself. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  Path path() {
    return path;
  }

  /** Runs with the lock held, against other threads and against other processes. */
  <T> T locked(Work<T> work) throws IOException {
    return lock().locked(work);
  }

  /**
   * The same without waiting for longer than a moment.
   *
   * @return empty where somebody else is at work here
   */
  <T> Optional<T> lockedSoon(Work<T> work) throws IOException {
    return lock().lockedSoon(work);
  }

  private CloneLock lock() {
    return IN_THIS_JVM.computeIfAbsent(path, CloneLock::new);
  }

  /** Somebody begins to read: it is not removed until that ends. */
  void beginReading() {
    lock().beginReading();
  }

  void endReading() {
    lock().endReading();
  }

  /** Removes it where nobody has used it since then; false where it stays. */
  boolean removeUnusedSince(Instant time) throws IOException {
    return lock()
        .lockedSoon(
            () -> {
              if (lock().isRead() || !lock().lastUsed().isBefore(time)) {
                return false;
              }
              removeLeftovers();
              setAside();
              Files.deleteIfExists(Admission.file(path));
              return true;
            })
        .orElse(false);
  }

  /**
   * The clone to write to, under the lock: mended where a process died in it, made where absent.
   */
  Repository open() throws IOException {
    removeLeftovers();
    if (Files.exists(path) && (!looksWhole() || packs() > MOST_PACKS)) {
      setAside();
    }
    if (!Files.exists(path)) {
      create();
    }
    return repository();
  }

  /** The clone as it stands, for reading. */
  Repository repository() throws IOException {
    return new FileRepositoryBuilder()
        .setFS(FS.DETECTED)
        .setGitDir(path.toFile())
        .setBare()
        .setMustExist(true)
        .build();
  }

  boolean looksWhole() {
    return Files.isDirectory(path)
        && RepositoryCache.FileKey.isGitRepository(path.toFile(), FS.DETECTED);
  }

  /** Every change fetched is one more. */
  private long packs() throws IOException {
    Path folder = path.resolve("objects/pack");
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }

  /** Throws the clone away; the next to open it begins anew. */
  void setAside() throws IOException {
    if (Files.exists(path)) {
      Path aside = path.resolveSibling(path.getFileName() + ".old-" + UUID.randomUUID());
      Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
      delete(aside);
    }
  }

  private void create() throws IOException {
    Path begun = path.resolveSibling(path.getFileName() + ".new-" + UUID.randomUUID());
    try (FileRepository repository = new FileRepository(begun.toFile())) {
      repository.create(true);
      repository.getConfig().setInt("gc", null, "auto", 0);
      // In the background it would hold a lock in here for a moment after each fetch, for nothing.
      repository.getConfig().setBoolean("gc", null, "autoDetach", false);
      repository.getConfig().save();
    }
    Files.move(begun, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** With the lock held nobody else is at work: what looks as if, is of a process that died. */
  private void removeLeftovers() throws IOException {
    String name = path.getFileName().toString();
    try (Stream<Path> beside = Files.list(path.getParent())) {
      for (Path each : beside.toList()) {
        String other = each.getFileName().toString();
        if (other.startsWith(name + ".new-") || other.startsWith(name + ".old-")) {
          delete(each);
        }
      }
    }
    if (!Files.isDirectory(path)) {
      return;
    }
    try (Stream<Path> inside = Files.walk(path)) {
      for (Path each : inside.filter(Files::isRegularFile).toList()) {
        String file = each.getFileName().toString();
        if (file.endsWith(".lock") || (file.startsWith("incoming_") && file.endsWith(".pack"))) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    FileUtils.delete(
        folder.toFile(), FileUtils.RECURSIVE | FileUtils.RETRY | FileUtils.SKIP_MISSING);
  }
}
