package dev.caravan.kubernetes;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.secret.Confidential;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API and who speaks to it. Its certificate is always verified.
 *
 * @param name what people call it; said in messages
 * @param server its address, such as {@code https://10.0.0.1:6443}; a path may follow
 * @param namespace where objects are looked for that name no other
 * @param ca authorities to trust instead of the system's, as PEM; empty for the system's
 * @param token a bearer token; a secret
 * @param clientCertificate a certificate to log in with, as PEM, its chain behind it
 * @param clientKey the certificate's private key, as PEM: PKCS #8, PKCS #1 or SEC 1; a secret
 */
public record Cluster(
    String name,
    String server,
    String namespace,
    String ca,
    Confidential token,
    @Nullable String clientCertificate,
    Confidential clientKey) {

  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/?#@]+(/[^\\s?#]*)?");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  /** Takes blanks and slashes from ends. */
  public Cluster {
    server = server.strip().replaceAll("/+$", "");
    namespace = namespace.isBlank() ? "default" : namespace.strip();
    clientCertificate = blankToNull(clientCertificate);
    if (!ADDRESS.matcher(server).matches()) {
      throw wrong(name, "its address is none such as https://10.0.0.1:6443");
    }
    if (!token.isBlank() && !TOKEN.matcher(token.reveal()).matches()) {
      throw wrong(name, "its token holds characters that no token holds");
    }
    if ((clientCertificate == null) != clientKey.isBlank()) {
      throw wrong(name, "a client certificate and its key are given together or not at all");
    }
  }

  /**
   * By secrets as they were given.
   *
   * @param token null for none
   * @param clientKey null for none
   */
  public Cluster(
      String name,
      String server,
      String namespace,
      String ca,
      @Nullable String token,
      @Nullable String clientCertificate,
      @Nullable String clientKey) {
    this(
        name,
        server,
        namespace,
        ca,
        Confidential.of(token == null ? null : token.strip()),
        clientCertificate,
        Confidential.of(clientKey == null || clientKey.isBlank() ? null : clientKey));
  }

  /** Logs in with a bearer token, such as a service account's. */
  public static Cluster withToken(
      String name, String server, String namespace, String ca, String token) {
    return new Cluster(name, server, namespace, ca, token, null, null);
  }

  /** Logs in with a client certificate. */
  public static Cluster withCertificate(
      String name, String server, String namespace, String ca, String certificate, String key) {
    return new Cluster(name, server, namespace, ca, null, certificate, key);
  }

  /** Address and namespace: what was found at another place says nothing of this one. */
  public String place() {
    return server + " " + namespace;
  }

  boolean encrypted() {
    return server.startsWith("https:");
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static PermanentFailure wrong(String name, String what) {
    return PermanentFailure.configuration("Cluster %s: %s".formatted(name, what));
  }

  @Override
  public String toString() {
    return "%s (%s)".formatted(name, server);
  }
}
