package dev.caravan.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.jspecify.annotations.Nullable;

/**
 * How an outside system's certificate is judged: by own authorities, by the system's, or not at
 * all; and the certificate that one logs in with there.
 */
public final class OutsideTls extends SSLContextParameters {

  private final String authorities;
  private final boolean verified;
  private final @Nullable PemTls pem;
  private final String system;
  private @Nullable SSLContext made;

  /**
   * TLS towards one system.
   *
   * @param authorities a PEM file of authorities to trust instead of the system's, or empty
   * @param verified false accepts any certificate
   */
  public OutsideTls(String authorities, boolean verified) {
    this.authorities = authorities;
    this.verified = verified;
    this.pem = null;
    this.system = "";
  }

  private OutsideTls(String system, PemTls pem) {
    this.authorities = "";
    this.verified = true;
    this.pem = pem;
    this.system = system;
  }

  /**
   * TLS by texts, always verified. What is wrong with them is said when it is first offered.
   *
   * @param system whose it is, for messages
   * @param authorities PEM of authorities to trust instead of the system's, or empty
   * @param certificate PEM of the certificate to log in with, its chain behind it; null for none
   * @param key PEM of the certificate's private key, without a password
   */
  public static OutsideTls ofPem(
      String system, String authorities, @Nullable String certificate, @Nullable String key) {
    return new OutsideTls(system, new PemTls(authorities, certificate, key));
  }

  /** Reads the texts: a configuration failure says which is wrong. Files are read when needed. */
  synchronized void check() {
    if (pem != null && made == null) {
      made = pem.context(system);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OutsideTls tls
        && tls.authorities.equals(authorities)
        && tls.verified == verified
        && Objects.equals(tls.pem, pem);
  }

  @Override
  public int hashCode() {
    return Objects.hash(authorities, verified, pem);
  }

  /** Whether a certificate must be made out to the host that was called. */
  public HostnameVerifier hosts() {
    return verified ? new DefaultHostnameVerifier() : NoopHostnameVerifier.INSTANCE;
  }

  @Override
  public synchronized SSLContext createSSLContext(CamelContext context)
      throws GeneralSecurityException, IOException {
    check();
    if (made != null) {
      return made;
    }
    if (verified && authorities.isBlank()) {
      return SSLContext.getDefault();
    }
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, verified ? ownAuthorities() : anybody(), new SecureRandom());
    return tls;
  }

  private TrustManager[] ownAuthorities() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(Path.of(authorities))) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.setCertificateEntry("authority-" + trusted.size(), one);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private static TrustManager[] anybody() {
    return new TrustManager[] {new Anybody()};
  }

  /** Only where an operator has said so, by a setting that names the system. */
  @SuppressWarnings("CustomX509TrustManager")
  private static final class Anybody implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
