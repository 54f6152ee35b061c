package dev.caravan.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate that signs itself, and its key in the forms that files have it in. */
public final class OwnCertificate {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String ALIAS = "own";

  /** What stands before the key itself in PKCS #8: of RSA with 2048 bits, and of P-256. */
  private static final int RSA_HEADER = 26;

  private static final int EC_HEADER = 35;
  private static final int EC_BYTES = 32;

  private final KeyStore keys;
  private final Path certificate;

  private OwnCertificate(KeyStore keys, Path certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /**
   * Makes one that is good for two days.
   *
   * @param algorithm RSA or EC
   * @param extension such as {@code san=ip:127.0.0.1}
   */
  public static OwnCertificate of(String algorithm, String extension) {
    try {
      Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "tls");
      Path store = folder.resolve("own.p12");
      String size = algorithm.equals("RSA") ? " -keysize 2048" : " -groupname secp256r1";
      String make = "-genkeypair -dname CN=own -validity 2 -storetype PKCS12 -keyalg ";
      keytool(store, make + algorithm + size + " -ext " + extension);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream content = Files.newInputStream(store)) {
        keys.load(content, PASSWORD);
      }
      Path certificate = folder.resolve("own.pem");
      byte[] encoded = keys.getCertificate(ALIAS).getEncoded();
      Files.writeString(certificate, pem("CERTIFICATE", encoded));
      return new OwnCertificate(keys, certificate);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(Path store, String arguments) throws IOException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String all = " -alias " + ALIAS + " -storepass changeit -keystore " + store;
    List<String> command = List.of((tool + " " + arguments + all).split(" ", -1));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** TLS of a server with this certificate. */
  SSLContext context(@Nullable OwnCertificate trusted) throws GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted == null ? null : trusted.believed());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore believed() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
      return store;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate as a PEM file. */
  public Path certificate() {
    return certificate;
  }

  /** The certificate as PEM. */
  public String text() {
    try {
      return Files.readString(certificate);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key as PKCS #8. */
  public String key() {
    return pem("PRIVATE KEY", encodedKey());
  }

  /** The key as OpenSSL wrote it of old: PKCS #1 for RSA, SEC 1 for EC. */
  public String oldKey() {
    byte[] pkcs8 = encodedKey();
    if (pkcs8.length > 1000) {
      return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, RSA_HEADER, pkcs8.length));
    }
    ByteArrayOutputStream sec1 = new ByteArrayOutputStream();
    sec1.writeBytes(HexFormat.of().parseHex("30310201010420"));
    sec1.write(pkcs8, EC_HEADER, EC_BYTES);
    sec1.writeBytes(HexFormat.of().parseHex("a00a06082a8648ce3d030107"));
    return pem("EC PRIVATE KEY", sec1.toByteArray());
  }

  private byte[] encodedKey() {
    try {
      Key key = keys.getKey(ALIAS, PASSWORD);
      return key.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] content) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what);
  }
}
