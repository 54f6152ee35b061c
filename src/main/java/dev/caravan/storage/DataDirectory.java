package dev.caravan.storage;

import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder of the embedded servers, held by one JVM at a time. */
final class DataDirectory implements AutoCloseable {

  static final String PROGRAMS = "programs";

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  static DataDirectory hold(Path dataDir) {
    Path path = dataDir.toAbsolutePath().normalize();
    try {
      secure(path);
      FileChannel file =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      PrivateFolder.closeAllIn(path.resolve("lock"));
      FileLock lock = tryLock(file);
      if (lock == null) {
        file.close();
        throw PermanentFailure.configuration(
            "Another Caravan runs with the data folder %s: stop it, or give this one its own by CARAVAN_DATA_DIR"
                .formatted(path));
      }
      return new DataDirectory(path, file, lock);
    } catch (IOException e) {
      throw PermanentFailure.configuration(
          "CARAVAN_DATA_DIR: cannot write to the folder %s (%s)".formatted(path, e));
    }
  }

  /**
   * Closes the folder and all below it to other users, as it was not in older versions; programs
   * that somebody else could have put there are thrown away first.
   */
  static void secure(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      PostgresBinaries.removeUntrusted(path.toAbsolutePath().normalize().resolve(PROGRAMS));
    }
    PrivateFolder.make(path);
    PrivateFolder.closeAllIn(path);
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException heldByThisJvm) {
      return null;
    }
  }

  Path folder(String name) {
    return path.resolve(name);
  }

  /**
   * The port that a server of this folder listens on: chosen once, kept, and chosen anew where it
   * belongs to somebody else by now. The server must not run.
   */
  int portOf(String server) {
    Path file = path.resolve(server + ".port");
    try {
      if (Files.exists(file)) {
        int kept = Integer.parseInt(Files.readString(file).strip());
        if (isFree(kept)) {
          return kept;
        }
      }
      int port = freePort();
      PrivateFolder.write(file, Integer.toString(port));
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
