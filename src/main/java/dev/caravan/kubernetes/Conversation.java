package dev.caravan.kubernetes;

import dev.caravan.worker.Questions;

/** Requests to one cluster of which each is answered before the next is sent. */
public final class Conversation
    extends Questions<KubernetesRequest, KubernetesAnswer, Conversation> {

  private final Cluster cluster;

  /** With nothing to ask yet. */
  public Conversation(Cluster cluster) {
    this.cluster = cluster;
  }

  public Cluster cluster() {
    return cluster;
  }

  @Override
  protected Conversation self() {
    return this;
  }
}
