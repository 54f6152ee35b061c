package dev.caravan.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked into the data folder: programs in a folder that others can write
 * to could be anybody's, so what is not ours alone is unpacked anew.
 */
final class PostgresBinaries {

  private static @Nullable Path unpackedByThisJvm;

  private PostgresBinaries() {}

  /** The same for every data folder of this JVM: one is enough, and unpacking takes seconds. */
  static synchronized Path unpackOnce(Path home) throws IOException {
    Path before = unpackedByThisJvm;
    if (before != null && Files.isDirectory(before) && areOursAlone(before)) {
      return before;
    }
    Path unpacked = unpackInto(home);
    unpackedByThisJvm = unpacked;
    return unpacked;
  }

  /** The folder that holds {@code bin}, {@code lib} and {@code share}. */
  static Path unpackInto(Path home) throws IOException {
    removeUntrusted(home);
    PrivateFolder.make(home);
    String archive = archiveName();
    Path folder = home.resolve("postgres-" + digest(archive).substring(0, 16));
    if (!Files.isDirectory(folder)) {
      removeOlderIn(home);
      unpack(archive, folder);
    }
    return folder;
  }

  /** Where anybody else could have put something, nothing is believed. */
  static void removeUntrusted(Path home) throws IOException {
    if (Files.exists(home, LinkOption.NOFOLLOW_LINKS) && !areOursAlone(home)) {
      remove(home);
    }
  }

  private static boolean areOursAlone(Path folder) throws IOException {
    if (PrivateFolder.isChangedByOthers(
        Objects.requireNonNull(folder.toAbsolutePath().getParent()))) {
      return false;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        if (!Files.isSymbolicLink(each) && PrivateFolder.isChangedByOthers(each)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Those of another version, and what a start that was killed left. */
  private static void removeOlderIn(Path home) throws IOException {
    try (Stream<Path> beside = Files.list(home)) {
      for (Path each : beside.filter(PostgresBinaries::isUnpacked).toList()) {
        remove(each);
      }
    }
  }

  private static boolean isUnpacked(Path path) {
    return path.getFileName().toString().startsWith("postgres-");
  }

  static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static void unpack(String archive, Path folder) throws IOException {
    Path begun = PrivateFolder.make(folder.resolveSibling(folder.getFileName() + ".new"));
    try (var tar =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(open(archive), 1 << 16)))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        place(tar, entry, begun);
        entry = tar.getNextEntry();
      }
    }
    Files.move(begun, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("PostgreSQL's archive leads out of its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      PrivateFolder.make(target);
      return;
    }
    PrivateFolder.make(Objects.requireNonNull(target.getParent()));
    if (entry.isSymbolicLink() || entry.isLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
    PrivateFolder.closeAllIn(target);
    if (into.relativize(target).startsWith("bin")) {
      PrivateFolder.makeExecutable(target);
    }
  }

  private static String digest(String archive) throws IOException {
    try (InputStream content = open(archive)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[1 << 16];
      for (int length = content.read(part); length >= 0; length = content.read(part)) {
        sha256.update(part, 0, length);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static InputStream open(String archive) throws IOException {
    InputStream content = PostgresBinaries.class.getResourceAsStream(archive);
    if (content == null) {
      throw new IOException(
          "Caravan came without the PostgreSQL for this machine (%s): give it one by DATABASE_URL"
              .formatted(archive));
    }
    return content;
  }

  /** As the artifacts of the binaries name them. */
  private static String archiveName() {
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean arm = processor.equals("aarch64") || processor.equals("arm64");
    return "/postgres-%s-%s.txz".formatted(mac ? "darwin" : "linux", arm ? "arm_64" : "x86_64");
  }
}
