package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.openstack.OpenStackRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * @param doubtful whether an answer was lost, so that there may be a twin
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
    int replaced,
    boolean doubtful) {

  private static final String DEPLOYMENT_TAG = "caravan-deployment=";
  private static final Pattern MARK = Pattern.compile("(?<=^| )caravan (\\S+) \\S+$");

  /** A new one, of which nothing is known but that it is wanted. */
  static Resource planned(
      UUID deployment,
      UUID process,
      ResourceKind kind,
      String name,
      @Nullable String vmType,
      int ordinal,
      JsonNode spec) {
    return planned(deployment, process, kind, name, vmType, ordinal, spec, 0);
  }

  /**
   * A new one in place of this.
   *
   * @param by the operation that is to make it
   * @param times how often it was replaced by then
   */
  Resource again(UUID by, JsonNode wanted, int times) {
    return planned(deployment, by, kind, name, vmType, ordinal, wanted, times);
  }

  private static Resource planned(
      UUID deployment,
      UUID process,
      ResourceKind kind,
      String name,
      @Nullable String vmType,
      int ordinal,
      JsonNode spec,
      int replaced) {
    return new Resource(
        UUID.randomUUID(),
        deployment,
        process,
        kind,
        name,
        vmType,
        ordinal,
        spec,
        ResourceState.PLANNED,
        false,
        null,
        null,
        null,
        null,
        replaced,
        false);
  }

  /** A server of the cloud that carries the mark of a deployment and was not on record. */
  static Resource orphan(UUID deployment, UUID process, String openstackId) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("orphan", openstackId);
    return new Resource(
        UUID.randomUUID(),
        deployment,
        process,
        ResourceKind.SERVER,
        "orphan-" + openstackId,
        null,
        0,
        spec,
        ResourceState.REMOVING,
        true,
        openstackId,
        null,
        null,
        null,
        0,
        false);
  }

  /** Whether its mark is to be read once more before it is removed. */
  boolean orphan() {
    return spec.has("orphan");
  }

  /**
   * The mark that it carries from birth, and nothing else carries: set in the POST itself. Neutron
   * keeps it as the description, which is an exact filter; a server group has only its name.
   */
  String mark() {
    return "caravan %s %s".formatted(deployment, id);
  }

  /** The server tag that finds it, from the moment Nova has taken the request. */
  String tag() {
    return "caravan-op=" + id;
  }

  static String tagOf(UUID deployment) {
    return DEPLOYMENT_TAG + deployment;
  }

  /** The query by which the cloud lists it; of server groups it can only list all. */
  String query() {
    return switch (kind) {
      case SERVER -> "tags=" + OpenStackRequest.encoded(tag());
      case SERVER_GROUP -> "";
      default -> "description=" + OpenStackRequest.encoded(mark());
    };
  }

  /**
   * Its name in the cloud. A server group has room for the mark nowhere else.
   *
   * @param deploymentName which the names of all its resources begin with
   */
  String cloudName(String deploymentName) {
    String plain = deploymentName + "-" + name;
    return kind == ResourceKind.SERVER_GROUP ? plain + " " + mark() : plain;
  }

  /**
   * Whether that is what the cloud listed, by the mark alone. Filters are checked again: a cloud
   * may not know one, and then lists all there is.
   */
  boolean is(JsonNode listed) {
    return switch (kind) {
      case SERVER -> carriesTag(listed);
      case SERVER_GROUP -> listed.path("name").asText().endsWith(" " + mark());
      default -> listed.path("description").asText().equals(mark());
    };
  }

  /** The deployment whose mark something of a list carries. */
  static Optional<UUID> deploymentOf(ResourceKind kind, JsonNode listed) {
    String marked = "";
    if (kind == ResourceKind.SERVER) {
      for (JsonNode tag : listed.path("tags")) {
        if (tag.asText().startsWith(DEPLOYMENT_TAG)) {
          marked = tag.asText().substring(DEPLOYMENT_TAG.length());
        }
      }
      if (marked.isEmpty()) {
        marked = listed.path("metadata").path("deployment_id").asText("");
      }
    } else {
      boolean named = kind == ResourceKind.SERVER_GROUP;
      Matcher mark = MARK.matcher(listed.path(named ? "name" : "description").asText(""));
      if (named ? mark.find() : mark.matches()) {
        marked = mark.group(1);
      }
    }
    return marked.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        ? Optional.of(UUID.fromString(marked))
        : Optional.empty();
  }

  private boolean carriesTag(JsonNode server) {
    for (JsonNode tag : server.path("tags")) {
      if (tag.asText().equals(tag())) {
        return true;
      }
    }
    return false;
  }

  String requireOpenstackId() {
    String known = openstackId;
    if (known == null) {
      throw new IllegalStateException("%s %s has no id yet".formatted(kind.key(), name));
    }
    return known;
  }
}
