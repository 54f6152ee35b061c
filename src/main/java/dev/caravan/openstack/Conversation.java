package dev.caravan.openstack;

import dev.caravan.worker.Questions;

/** Requests to one cloud of which each is answered before the next is sent. */
public final class Conversation extends Questions<OpenStackRequest, OpenStackAnswer, Conversation> {

  private final String cloud;

  /**
   * With nothing to ask yet.
   *
   * @param cloud which cloud, as {@link Clouds} knows it
   */
  public Conversation(String cloud) {
    this.cloud = cloud;
  }

  public String cloud() {
    return cloud;
  }

  @Override
  protected Conversation self() {
    return this;
  }
}
