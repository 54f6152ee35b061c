package dev.caravan.ansible;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one run, for Caravan's own user alone; gone with the run. It is locked as long as
 * the run lasts, which tells it from what a killed Caravan left.
 */
final class RunFolder implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RunFolder.class);
  private static final String PREFIX = "run-";
  private static final String LOCK = "lock";
  private static final FileAttribute<?> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OUR_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final FileChannel lock;

  private RunFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  static RunFolder create(Path parent) throws IOException {
    Files.createDirectories(parent);
    Path path = Files.createTempDirectory(parent.toRealPath(), PREFIX, OURS);
    FileChannel lock =
        FileChannel.open(
            path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      throw new IOException("Somebody else holds " + path);
    }
    return new RunFolder(path, lock);
  }

  Path path() {
    return path;
  }

  Path folder(String name) throws IOException {
    return Files.createDirectory(path.resolve(name), OURS);
  }

  Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(UTF_8));
  }

  Path write(String name, byte[] content) throws IOException {
    Path file = Files.createFile(path.resolve(name), OUR_FILE);
    return Files.write(file, content);
  }

  /** A file that came with Caravan. */
  Path unpack(String folder, String name) throws IOException {
    try (var content = RunFolder.class.getResourceAsStream("/ansible/" + name)) {
      if (content == null) {
        throw new IOException("Caravan came without " + name);
      }
      Path file = Path.of(folder, name);
      return write(file.toString(), content.readAllBytes());
    }
  }

  @Override
  public void close() {
    remove(path);
    try {
      lock.close();
    } catch (IOException e) {
      log.debug("{} not unlocked: {}", path, e.getMessage());
    }
  }

  /** Takes away the folders of runs whose Caravan is gone. */
  static void removeAbandoned(Path parent) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (Stream<Path> folders = Files.list(parent)) {
      List<Path> runs =
          folders.filter(each -> each.getFileName().toString().startsWith(PREFIX)).toList();
      runs.stream().filter(RunFolder::isAbandoned).forEach(RunFolder::remove);
    } catch (IOException e) {
      log.warn("Folders of former runs in {} cannot be listed: {}", parent, e.getMessage());
    }
  }

  private static boolean isAbandoned(Path folder) {
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        @Nullable FileLock free = channel.tryLock()) {
      return free != null;
    } catch (OverlappingFileLockException ours) {
      return false;
    } catch (IOException neverLocked) {
      return true;
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.warn("{} cannot be taken away whole: {}", folder, e.getMessage());
    }
  }
}
