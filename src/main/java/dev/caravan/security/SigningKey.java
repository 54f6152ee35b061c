package dev.caravan.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.failure.PermanentFailure;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Signs tokens: the given key, or one that is made once and shared by all nodes. */
@Component
class SigningKey {

  private static final int SHORTEST = 32;

  private final SecretKey key;

  SigningKey(SecuritySettings settings, Secrets secrets) {
    this.key = new SecretKeySpec(bytesOf(settings.jwtSecretKey(), secrets), "HmacSHA256");
  }

  private static byte[] bytesOf(String given, Secrets secrets) {
    if (given.isEmpty()) {
      return secrets.getOrKeep("jwt_secret_key", () -> Secrets.random(SHORTEST));
    }
    byte[] bytes = given.getBytes(UTF_8);
    if (bytes.length < SHORTEST) {
      throw PermanentFailure.configuration(
          "JWT_SECRET_KEY is %d bytes long, HS256 needs %d: make one by `openssl rand -base64 48`"
              .formatted(bytes.length, SHORTEST));
    }
    return bytes;
  }

  SecretKey key() {
    return key;
  }
}
