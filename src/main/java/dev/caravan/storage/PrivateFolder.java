package dev.caravan.storage;

import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders and files that only the user under whom Caravan runs can read: keys, passwords and other
 * people's repositories lie in them. On systems without such permissions nothing is changed.
 */
public final class PrivateFolder {

  private static final Logger log = LoggerFactory.getLogger(PrivateFolder.class);
  private static final boolean PERMISSIONS =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final Set<PosixFilePermission> CHANGED_BY_OTHERS =
      PosixFilePermissions.fromString("----w--w-");
  private static final FileAttribute<?> NEW_FOLDER = PosixFilePermissions.asFileAttribute(FOLDER);
  private static final FileAttribute<?> NEW_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private PrivateFolder() {}

  /** Makes a folder with all above it that are absent; one that is there is closed to others. */
  public static Path make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      if (PERMISSIONS) {
        Files.createDirectories(folder, NEW_FOLDER);
      } else {
        Files.createDirectories(folder);
      }
    }
    close(folder);
    return folder;
  }

  /** Writes a file that nobody else can read at any moment; one that is there is replaced whole. */
  static void write(Path file, String content) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path begun =
        PERMISSIONS
            ? Files.createTempFile(folder, file.getFileName().toString(), ".new", NEW_FILE)
            : Files.createTempFile(folder, file.getFileName().toString(), ".new");
    Files.writeString(begun, content);
    Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void makeExecutable(Path file) throws IOException {
    if (PERMISSIONS) {
      Files.setPosixFilePermissions(file, FOLDER);
    }
  }

  /** Whether somebody else may put something in there or take it away. */
  static boolean isChangedByOthers(Path path) throws IOException {
    if (!PERMISSIONS) {
      return false;
    }
    Set<PosixFilePermission> open = permissions(path);
    open.retainAll(CHANGED_BY_OTHERS);
    return !open.isEmpty() || !isOurs(path);
  }

  /**
   * Closes what older versions left open in a folder: all that lies below. Nothing is followed that
   * leads out of it.
   */
  static void closeAllIn(Path folder) throws IOException {
    if (!PERMISSIONS) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            close(dir);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isSymbolicLink()) {
              close(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Whether the user under whom Caravan runs owns it. */
  static boolean isOurs(Path path) throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Owner.OURSELVES);
  }

  private static void close(Path path) {
    try {
      if (!PERMISSIONS || !isOurs(path.toRealPath())) {
        return;
      }
      Set<PosixFilePermission> now = permissions(path);
      if (now.removeAll(OF_OTHERS)) {
        Files.setPosixFilePermissions(path, now);
      }
    } catch (NoSuchFileException gone) {
      log.debug("{} is gone", path);
    } catch (IOException e) {
      log.warn("{} stays open to other users of this machine: {}", path, e.toString());
    }
  }

  private static Set<PosixFilePermission> permissions(Path path) throws IOException {
    Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
    all.addAll(Files.getPosixFilePermissions(path));
    return all;
  }

  /** Ourselves, as the file system names us. */
  private static final class Owner {

    static final UserPrincipal OURSELVES = find();

    private static UserPrincipal find() {
      try {
        Path made = Files.createTempFile("caravan-owner", "");
        try {
          return Files.getOwner(made);
        } finally {
          Files.delete(made);
        }
      } catch (IOException e) {
        throw PermanentFailure.configuration("The temporary directory cannot be written to: " + e);
      }
    }
  }
}
