package dev.caravan.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.failure.PermanentFailure;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.stereotype.Component;

/**
 * Seals secrets of other systems before they are stored: AES-256-GCM under {@code
 * CARAVAN_ENCRYPTION_KEY}, or under a key made at first start and kept beside them, which hides
 * them from a reader of single tables but not from one who has the whole database. What is sealed
 * names its key, so that keys can follow each other: those before open only.
 */
@Component
public class Vault {

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final byte[] MARK = {'c', 'r', 'v', 1};
  private static final int HEAD = MARK.length + SealingKey.ID_BYTES;

  private final SealingKey current;
  private final List<SealingKey> all = new ArrayList<>();

  Vault(SecuritySettings settings, Secrets secrets) {
    String made = "encryption_key";
    this.current =
        SealingKey.of(
            settings.encryptionKey().isEmpty()
                ? secrets.getOrKeep(made, () -> Secrets.random(32))
                : settings.encryptionKey().getBytes(UTF_8));
    all.add(current);
    settings.encryptionKeysBefore().forEach(key -> all.add(SealingKey.of(key.getBytes(UTF_8))));
    // The one of the first start, where a key has been given since.
    secrets.find(made).ifPresent(key -> all.add(SealingKey.of(key)));
    checkAgainstFirstStart(secrets);
  }

  /** Another key than the one that sealed what is stored would be noticed too late otherwise. */
  private void checkAgainstFirstStart(Secrets secrets) {
    String known = "caravan";
    String name = "encryption_check";
    byte[] sealed = secrets.getOrKeep(name, () -> seal(known, "check"));
    open(sealed, "check");
    if (!isCurrent(sealed)) {
      secrets.keep(name, seal(known, "check"));
    }
  }

  /**
   * Seals a secret.
   *
   * @param purpose what it belongs to, such as a table and row: it opens for the same purpose only
   */
  public byte[] seal(String secret, String purpose) {
    byte[] nonce = Secrets.random(NONCE);
    byte[] sealed =
        run(Cipher.ENCRYPT_MODE, current, nonce, secret.getBytes(UTF_8), purpose).orElseThrow();
    return ByteBuffer.allocate(HEAD + NONCE + sealed.length)
        .put(MARK)
        .put(current.id())
        .put(nonce)
        .put(sealed)
        .array();
  }

  /** Opens what {@link #seal} made for the same purpose, also by a key of before. */
  public String open(byte[] sealed, String purpose) {
    return openNamed(sealed, purpose)
        .or(() -> openUnnamed(sealed, purpose))
        .map(bytes -> new String(bytes, UTF_8))
        .orElseThrow(
            () ->
                PermanentFailure.configuration(
                    "A stored secret does not open%s: CARAVAN_ENCRYPTION_KEY, or one of CARAVAN_ENCRYPTION_KEYS_BEFORE, must be the one that sealed it"
                        .formatted(idOf(sealed))));
  }

  /** Whether the key in force sealed it, in the form of today. */
  boolean isCurrent(byte[] sealed) {
    return isNamed(sealed) && current.hasId(Arrays.copyOfRange(sealed, MARK.length, HEAD));
  }

  /** The id of the key in force. */
  String keyId() {
    return current.name();
  }

  private Optional<byte[]> openNamed(byte[] sealed, String purpose) {
    if (!isNamed(sealed)) {
      return Optional.empty();
    }
    byte[] id = Arrays.copyOfRange(sealed, MARK.length, HEAD);
    return all.stream()
        .filter(key -> key.hasId(id))
        .findFirst()
        .flatMap(key -> decrypt(key, Arrays.copyOfRange(sealed, HEAD, sealed.length), purpose));
  }

  /** Older versions named no key. */
  private Optional<byte[]> openUnnamed(byte[] sealed, String purpose) {
    return all.stream().flatMap(key -> decrypt(key, sealed, purpose).stream()).findFirst();
  }

  private static Optional<byte[]> decrypt(SealingKey key, byte[] sealed, String purpose) {
    if (sealed.length < NONCE + TAG_BITS / 8) {
      return Optional.empty();
    }
    return run(
        Cipher.DECRYPT_MODE,
        key,
        Arrays.copyOf(sealed, NONCE),
        Arrays.copyOfRange(sealed, NONCE, sealed.length),
        purpose);
  }

  private static boolean isNamed(byte[] sealed) {
    return sealed.length > HEAD + NONCE && Arrays.equals(MARK, Arrays.copyOf(sealed, MARK.length));
  }

  private static String idOf(byte[] sealed) {
    return isNamed(sealed)
        ? " (key " + HexFormat.of().formatHex(sealed, MARK.length, HEAD) + ")"
        : "";
  }

  private static Optional<byte[]> run(
      int mode, SealingKey key, byte[] nonce, byte[] input, String purpose) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(purpose.getBytes(UTF_8));
      return Optional.of(cipher.doFinal(input));
    } catch (GeneralSecurityException doesNotOpen) {
      return Optional.empty();
    }
  }
}
