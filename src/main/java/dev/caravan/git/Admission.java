package dev.caravan.git;

import dev.caravan.storage.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Whether the server of a kept clone has ever let an access in: nobody reads from the clone what
 * only another's token opened. Beside the clone stand salted hashes alone.
 */
final class Admission {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ROUNDS = 100_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;
  private static final int MOST_KEPT = 20;
  private static final Set<String> IN_THIS_JVM = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final GitAccess access;
  private final boolean asked;

  /**
   * Of one access to one clone.
   *
   * @param asked whether the server is shown the access at all
   */
  Admission(Path clone, GitAccess access, boolean asked) {
    this.file = file(clone);
    this.access = access;
    this.asked = asked;
  }

  static Path file(Path clone) {
    return clone.resolveSibling(clone.getFileName() + ".access");
  }

  boolean granted() {
    if (!asked || IN_THIS_JVM.contains(brief())) {
      return true;
    }
    if (lines().stream().noneMatch(this::isThisOne)) {
      return false;
    }
    IN_THIS_JVM.add(brief());
    return true;
  }

  void grant() {
    if (granted()) {
      return;
    }
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    List<String> lines = new ArrayList<>(lines());
    lines.add(HexFormat.of().formatHex(salt) + " " + hash(salt));
    Path begun = file.resolveSibling(file.getFileName() + ".new-" + UUID.randomUUID());
    try {
      PrivateFolder.make(Objects.requireNonNull(file.getParent()));
      Files.write(begun, lines.subList(Math.max(0, lines.size() - MOST_KEPT), lines.size()));
      Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    IN_THIS_JVM.add(brief());
  }

  private List<String> lines() {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  private boolean isThisOne(String line) {
    String[] parts = line.split(" ", -1);
    try {
      return parts.length == 2
          && MessageDigest.isEqual(
              hash(HexFormat.of().parseHex(parts[0])).getBytes(StandardCharsets.US_ASCII),
              parts[1].getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException damaged) {
      return false;
    }
  }

  private String hash(byte[] salt) {
    char[] words = (access.username() + "\n" + access.token().reveal()).toCharArray();
    try {
      return HexFormat.of()
          .formatHex(
              SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                  .generateSecret(new PBEKeySpec(words, salt, ROUNDS, HASH_BITS))
                  .getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For this JVM alone, and never written. */
  private String brief() {
    try {
      byte[] words =
          String.join("\n", file.toString(), access.username(), access.token().reveal())
              .getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(words));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
