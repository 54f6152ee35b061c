package dev.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What happens to objects of a kind from a position on, for a minute at most. Begun again, it goes
 * on where it was; after EXPIRED or a stop, another is needed.
 */
public final class Watch {

  private final Cluster cluster;
  private final String path;
  private final Consumer<JsonNode> event;
  private final BooleanSupplier wanted;
  private volatile String resourceVersion;
  private volatile boolean stopped;

  /**
   * Nothing is asked yet.
   *
   * @param path of the list from the server's root, such as {@code
   *     /apis/vpc.githedgehog.com/v1beta1/namespaces/default/vpcs}
   * @param resourceVersion where to begin, as a list or an earlier watch says; empty begins with
   *     what is there, told as ADDED
   * @param event takes each {@code {"type": ..., "object": ...}} as it comes, one after the other:
   *     ADDED, MODIFIED, DELETED and BOOKMARK; should it throw, the watch fails before that event
   * @param wanted false ends it within a second; asked often and by another thread, so it answers
   *     at once
   */
  public Watch(
      Cluster cluster,
      String path,
      String resourceVersion,
      Consumer<JsonNode> event,
      BooleanSupplier wanted) {
    this.cluster = cluster;
    this.path = path;
    this.resourceVersion = resourceVersion;
    this.event = event;
    this.wanted = wanted;
  }

  public Cluster cluster() {
    return cluster;
  }

  public String path() {
    return path;
  }

  /** The last position that was seen, in events and bookmarks; any thread may ask. */
  public String resourceVersion() {
    return resourceVersion;
  }

  void stop() {
    stopped = true;
  }

  boolean wanted() {
    return !stopped && wanted.getAsBoolean();
  }

  /** Hands an event over; only then is its position one to go on from. */
  void happened(JsonNode what) {
    event.accept(what);
    String version = what.path("object").path("metadata").path("resourceVersion").asText("");
    if (!version.isEmpty()) {
      resourceVersion = version;
    }
  }

  @Override
  public String toString() {
    return "%s of %s".formatted(path, cluster);
  }
}
