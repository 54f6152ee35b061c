package dev.caravan.fabric;

import static dev.caravan.fabric.BodyCheck.blankless;
import static dev.caravan.fabric.BodyCheck.text;

import dev.caravan.secret.ServerSecret;
import java.net.URI;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a body says of the cluster: where it is, and what lets us in. */
final class ClusterChange {

  private static final int HIGHEST_PORT = 65_535;

  /** What the cluster takes for the name of a namespace, among others. */
  static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

  private final ClusterPlace was;
  private final FabricSecrets secretsBefore;
  private final FabricBody.@Nullable ClusterBody said;
  private final BodyCheck check;

  ClusterChange(
      ClusterPlace was,
      FabricSecrets secretsBefore,
      FabricBody.@Nullable ClusterBody said,
      BodyCheck check) {
    this.was = was;
    this.secretsBefore = secretsBefore;
    this.said = said;
    this.check = check;
  }

  /** Another kind of credential takes the place of the one before. */
  FabricSecrets secrets() {
    if (said == null) {
      return secretsBefore;
    }
    ServerSecret gitToken = secretsBefore.gitToken();
    if (said.token() != null) {
      return new FabricSecrets(given(said.token()), null, null, gitToken);
    }
    if (said.clientCertificate() != null || said.clientKey() != null) {
      return new FabricSecrets(
          null,
          said.clientCertificate() == null
              ? secretsBefore.clientCertificate()
              : blankless(said.clientCertificate()),
          said.clientKey() == null ? secretsBefore.clientKey() : given(said.clientKey()),
          gitToken);
    }
    if (said.kubeconfigContext() != null && !said.kubeconfigContext().isBlank()) {
      return new FabricSecrets(null, null, null, gitToken);
    }
    return secretsBefore;
  }

  /** It is for the server that is named now. */
  private @Nullable ServerSecret given(@Nullable String secret) {
    String server = said == null ? was.server() : text(said.server(), was.server());
    return ServerSecret.ofNullable(blankless(secret), server);
  }

  /**
   * The cluster from now on.
   *
   * @param contexts of the kubeconfig
   */
  ClusterPlace place(Set<String> contexts) {
    if (said == null) {
      return was;
    }
    boolean byServer = said.server() != null && !said.server().isBlank();
    boolean byContext = said.kubeconfigContext() != null && !said.kubeconfigContext().isBlank();
    check.that(
        !(byServer && byContext),
        "/cluster/kubeconfig_context",
        "is one way to name the cluster and /cluster/server another: give one of them");
    ClusterPlace place =
        new ClusterPlace(
            byContext ? "" : text(said.server(), was.server()).replaceAll("/+$", ""),
            text(said.namespace(), was.namespace()),
            byContext ? "" : text(said.ca(), was.ca()),
            byServer ? "" : text(said.kubeconfigContext(), was.kubeconfigContext()),
            auth(byServer ? "" : text(said.kubeconfigContext(), was.kubeconfigContext())));
    check.that(
        place.namespace().matches(LABEL),
        "/cluster/namespace",
        "must be the name of a namespace: lower-case letters, digits and hyphens");
    check.that(
        place.ca().isEmpty() || CertificateText.isGood(place.ca()),
        "/cluster/ca",
        "must be certificates as PEM text");
    String certificate = blankless(said.clientCertificate());
    check.that(
        certificate == null || CertificateText.isGood(certificate),
        "/cluster/client_certificate",
        "must be certificates as PEM text, and no path");
    checkServer(place.server());
    check.that(
        place.kubeconfigContext().isEmpty() || contexts.contains(place.kubeconfigContext()),
        "/cluster/kubeconfig_context",
        contexts.isEmpty()
            ? "there is no kubeconfig: set KUBECONFIG to one"
            : "there is no such context; there are " + String.join(", ", contexts));
    return place;
  }

  private String auth(String context) {
    FabricSecrets secrets = secrets();
    if (!context.isEmpty()) {
      return "kubeconfig";
    }
    return secrets.token() != null
        ? "token"
        : secrets.clientCertificate() != null ? "client_certificate" : "none";
  }

  private void checkServer(String server) {
    if (server.isEmpty()) {
      return;
    }
    try {
      URI address = URI.create(server);
      check.that(
          Set.of("http", "https").contains(String.valueOf(address.getScheme()))
              && address.getHost() != null
              && address.getUserInfo() == null
              && address.getQuery() == null
              && address.getFragment() == null
              && address.getPort() <= HIGHEST_PORT,
          "/cluster/server",
          "must be such as https://10.0.0.1:6443, without credentials, query and fragment");
    } catch (IllegalArgumentException wrong) {
      check.that(false, "/cluster/server", "is no address; give one such as https://10.0.0.1:6443");
    }
  }

  /** What was given for another server is not sent to this one. */
  private void checkServers(ClusterPlace place, Predicate<String> maySend) {
    FabricSecrets secrets = secrets();
    if (place.server().isEmpty()) {
      return;
    }
    checkServer(secrets.token(), place, "/cluster/token");
    checkServer(secrets.clientKey(), place, "/cluster/client_key");
    check.that(
        secrets.token() == null || maySend.test(place.server()),
        "/cluster/server",
        "is plain http, over which no token is sent unless CARAVAN_PLAIN_HTTP_HOSTS names its"
            + " host");
  }

  private void checkServer(@Nullable ServerSecret secret, ClusterPlace place, String pointer) {
    boolean kept = secret == secretsBefore.token() || secret == secretsBefore.clientKey();
    // Behind a proxy the path is the cluster.
    check.that(
        secret == null
            || (secret.isFor(place.server())
                && (!kept || path(place.server()).equals(path(was.server())))),
        pointer,
        "must be given again: what is kept was given for another server, and is not sent to this"
            + " one");
  }

  private static String path(String server) {
    try {
      return String.valueOf(URI.create(server).getRawPath()).replaceAll("/+$", "");
    } catch (IllegalArgumentException noUri) {
      return server;
    }
  }

  /**
   * Whether what lets us in fits together, and fits the place.
   *
   * @param maySend whether a secret may be sent to an address
   */
  void checkSecrets(ClusterPlace place, Predicate<String> maySend) {
    checkServers(place, maySend);
    if (said != null && said.token() != null) {
      check.that(
          said.clientCertificate() == null && said.clientKey() == null,
          "/cluster/token",
          "is one way in and a client certificate another: give one of them");
      check.that(
          said.token().strip().matches("[\\x21-\\x7e]*"),
          "/cluster/token",
          "must be one word of visible ASCII characters");
    }
    FabricSecrets secrets = secrets();
    check.that(
        (secrets.clientCertificate() == null) == (secrets.clientKey() == null),
        secrets.clientKey() == null ? "/cluster/client_key" : "/cluster/client_certificate",
        "is missing: a certificate and its key belong together");
    check.that(
        place.server().isEmpty() || secrets.token() != null || secrets.clientCertificate() != null,
        "/cluster",
        "needs a token, or client_certificate and client_key");
  }
}
