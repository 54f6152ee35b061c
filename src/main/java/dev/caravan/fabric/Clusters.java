package dev.caravan.fabric;

import dev.caravan.failure.Failure;
import dev.caravan.kubernetes.Cluster;
import dev.caravan.kubernetes.Kubeconfigs;
import org.springframework.stereotype.Component;

/** The clusters of fabrics, with what lets us in. */
@Component
class Clusters {

  private final FabricStore fabrics;
  private final Kubeconfigs kubeconfigs;

  Clusters(FabricStore fabrics, Kubeconfigs kubeconfigs) {
    this.fabrics = fabrics;
    this.kubeconfigs = kubeconfigs;
  }

  Cluster of(Fabric fabric) {
    ClusterPlace place = fabric.cluster();
    try {
      if (!place.kubeconfigContext().isEmpty()) {
        Cluster known = kubeconfigs.require(place.kubeconfigContext());
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
      return new Cluster(
          fabric.name(),
          place.server(),
          place.namespace(),
          place.ca(),
          secrets.token(),
          secrets.clientCertificate(),
          secrets.clientKey());
    } catch (Failure wrong) {
      throw SyncTrouble.of("CONFIGURATION", String.valueOf(wrong.getMessage()));
    }
  }
}
