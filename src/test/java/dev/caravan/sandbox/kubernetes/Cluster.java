package dev.caravan.sandbox.kubernetes;

import java.util.Map;
import java.util.Optional;

/**
 * A Kubernetes API to hold the contract against.
 *
 * @param authority the file with the certificate of who signed the server's; empty for plain HTTP
 * @param token of somebody who may do everything
 */
record Cluster(String url, String authority, String token) {

  static Cluster simulated(SandboxKubernetes kubernetes) {
    return new Cluster(kubernetes.url(), "", SandboxKubernetes.ADMIN_TOKEN);
  }

  static Optional<Cluster> real(Map<String, String> environment) {
    String url = environment.getOrDefault("KUBE_URL", "");
    return url.isBlank()
        ? Optional.empty()
        : Optional.of(
            new Cluster(
                url,
                environment.getOrDefault("KUBE_CA", ""),
                environment.getOrDefault("KUBE_TOKEN", "")));
  }
}
