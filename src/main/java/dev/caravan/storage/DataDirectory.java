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
      Files.createDirectories(path);
      FileChannel file =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

  /** The port that a server of this folder listens on: chosen once and kept. */
  int portOf(String server) {
    Path file = path.resolve(server + ".port");
    try {
      if (Files.exists(file)) {
        return Integer.parseInt(Files.readString(file).strip());
      }
      int port = freePort();
      Files.writeString(file, Integer.toString(port));
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
