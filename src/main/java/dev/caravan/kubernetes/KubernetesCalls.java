package dev.caravan.kubernetes;

import dev.caravan.worker.Routes;
import org.springframework.stereotype.Component;

/** Leads conversations with clusters from Java, where no route of a step does. */
@Component
public class KubernetesCalls {

  private final Routes routes;

  KubernetesCalls(Routes routes) {
    this.routes = routes;
  }

  /** Sends all that is asked, one after the other; comes back when all is answered. */
  public void lead(Conversation conversation) {
    routes.request("direct:kubernetes.converse", conversation);
  }
}
