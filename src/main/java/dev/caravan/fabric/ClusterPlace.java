package dev.caravan.fabric;

/**
 * Where the cluster is.
 *
 * @param server its address; empty where a context of the kubeconfig says it
 * @param namespace in which the objects are
 * @param ca PEM of the authorities that its certificate is judged by; empty takes the system's
 * @param kubeconfigContext empty where the server is named
 * @param auth what lets us in: token, client_certificate, kubeconfig or none
 */
record ClusterPlace(
    String server, String namespace, String ca, String kubeconfigContext, String auth) {

  static final ClusterPlace NONE = new ClusterPlace("", "default", "", "", "none");

  /** Where objects are: what was found at another place says nothing of this one. */
  String place() {
    return String.join(" ", server + kubeconfigContext, namespace);
  }

  boolean named() {
    return !server.isEmpty() || !kubeconfigContext.isEmpty();
  }
}
