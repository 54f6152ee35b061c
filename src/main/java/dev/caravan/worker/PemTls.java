package dev.caravan.worker;

import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * Whom to trust and who one is, as PEM texts.
 *
 * @param authorities to trust instead of the system's; empty for the system's
 * @param certificate to log in with, its chain behind it; null for none
 * @param key the certificate's, in any of the usual forms without a password; a secret
 */
record PemTls(String authorities, @Nullable String certificate, @Nullable String key) {

  private static final char[] NO_PASSWORD = new char[0];
  private static final byte[] PROBE = {1, 2, 3};

  /**
   * All of it, read.
   *
   * @param system whose it is, for messages
   */
  SSLContext context(String system) {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(
          certificate == null ? null : identity(system, certificate),
          authorities.isBlank() ? null : trusted(system),
          new SecureRandom());
      return tls;
    } catch (GeneralSecurityException | IOException e) {
      throw wrong(system, "TLS cannot be set up: " + e.getMessage());
    }
  }

  private TrustManager[] trusted(String system) throws GeneralSecurityException, IOException {
    KeyStore trusted = emptyStore();
    for (X509Certificate one : certificates(system, "certificate authority", authorities)) {
      trusted.setCertificateEntry("authority-" + trusted.size(), one);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private KeyManager[] identity(String system, String own)
      throws GeneralSecurityException, IOException {
    List<X509Certificate> chain = certificates(system, "client certificate", own);
    PrivateKey secret = privateKey(system);
    if (!fits(chain.get(0).getPublicKey(), secret)) {
      throw wrong(system, "the client key is not that of the client certificate");
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("client", secret, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static List<X509Certificate> certificates(String system, String what, String pem) {
    try {
      PemContent content = PemContent.of(pem);
      if (content != null) {
        return content.getCertificates();
      }
    } catch (IllegalStateException | IllegalArgumentException unreadable) {
      // What it says names classes; what is wrong is always that it is no such PEM.
    }
    throw wrong(system, "the %s is no certificate in PEM".formatted(what));
  }

  private PrivateKey privateKey(String system) {
    try {
      PemContent content = key == null ? null : PemContent.of(key);
      PrivateKey read = content == null ? null : content.getPrivateKey();
      if (read != null) {
        return read;
      }
    } catch (IllegalStateException | IllegalArgumentException unreadable) {
      // As above; and nothing of a secret may get into a message.
    }
    throw wrong(system, "the client key is no private key in PEM without a password");
  }

  private static boolean fits(PublicKey open, PrivateKey secret) throws GeneralSecurityException {
    String algorithm =
        switch (secret.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> secret.getAlgorithm();
        };
    if (!open.getAlgorithm().equals(secret.getAlgorithm())) {
      return false;
    }
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(secret);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(open);
    signature.update(PROBE);
    try {
      return signature.verify(signed);
    } catch (GeneralSecurityException ofAnotherSize) {
      return false;
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static PermanentFailure wrong(String system, String what) {
    return PermanentFailure.configuration("%s: %s".formatted(system, what));
  }

  @Override
  public String toString() {
    return "PEM";
  }
}
