package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One resource of a deployment.
 *
 * @param id ours: the mark by which the cloud is asked whether it was made
 * @param process the operation that it was made by
 * @param name unique in its kind and deployment, such as {@code web-2}
 * @param spec what is wanted, by names of other resources and of the cloud's things
 * @param asked whether the cloud was ever asked for it
 * @param openstackId the cloud's id, once it is known
 * @param status what the cloud says of a server, such as ACTIVE
 */
record Resource(
    UUID id,
    UUID deployment,
    UUID process,
    ResourceKind kind,
    String name,
    @Nullable String vmType,
    int ordinal,
    JsonNode spec,
    ResourceState state,
    boolean asked,
    @Nullable String openstackId,
    @Nullable String status,
    @Nullable String address,
    @Nullable String fault,
    int replaced) {

  /** What Neutron keeps as the description: set in the POST itself, and an exact filter. */
  String mark() {
    return "caravan %s %s".formatted(deployment, id);
  }

  /** The server tag that finds it, from the moment Nova has taken the request. */
  String tag() {
    return "caravan-op=" + id;
  }

  static String tagOf(UUID deployment) {
    return "caravan-deployment=" + deployment;
  }

  String requireOpenstackId() {
    String known = openstackId;
    if (known == null) {
      throw new IllegalStateException("%s %s has no id yet".formatted(kind.key(), name));
    }
    return known;
  }
}
