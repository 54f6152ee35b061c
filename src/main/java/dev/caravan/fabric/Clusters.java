package dev.caravan.fabric;

import dev.caravan.failure.Failure;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.kubernetes.Cluster;
import dev.caravan.kubernetes.Kubeconfigs;
import dev.caravan.secret.ServerSecret;
import dev.caravan.security.PlainHttp;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The clusters of fabrics, with what lets us in. */
@Component
class Clusters {

  private final FabricStore fabrics;
  private final Kubeconfigs kubeconfigs;
  private final PlainHttp plainHttp;

  Clusters(FabricStore fabrics, Kubeconfigs kubeconfigs, PlainHttp plainHttp) {
    this.fabrics = fabrics;
    this.kubeconfigs = kubeconfigs;
    this.plainHttp = plainHttp;
  }

  Cluster of(Fabric fabric) {
    ClusterPlace place = fabric.cluster();
    try {
      if (!place.kubeconfigContext().isEmpty()) {
        Cluster known = kubeconfigs.require(place.kubeconfigContext());
        requireEncrypted(!known.token().isBlank(), known.server());
        return new Cluster(
            fabric.name(),
            known.server(),
            place.namespace(),
            known.ca(),
            known.token(),
            known.clientCertificate(),
            known.clientKey());
      }
      FabricSecrets secrets = fabrics.secrets(fabric.id());
      requireEncrypted(secrets.token() != null, place.server());
      return new Cluster(
          fabric.name(),
          place.server(),
          place.namespace(),
          place.ca(),
          revealed(secrets.token(), place.server()),
          secrets.clientCertificate(),
          revealed(secrets.clientKey(), place.server()));
    } catch (Failure wrong) {
      throw SyncTrouble.of("CONFIGURATION", String.valueOf(wrong.getMessage()));
    }
  }

  private static @Nullable String revealed(@Nullable ServerSecret secret, String server) {
    return secret == null ? null : secret.revealTo(server);
  }

  private void requireEncrypted(boolean secret, String server) {
    if (secret && !plainHttp.allows(server)) {
      throw PermanentFailure.configuration(
          "The cluster is reached over plain http, over which no token is sent unless"
              + " CARAVAN_PLAIN_HTTP_HOSTS names its host");
    }
  }
}
