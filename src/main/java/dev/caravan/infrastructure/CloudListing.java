package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a cloud has, as its lists say: gathered page by page, one list for each kind. */
final class CloudListing {

  /** The kinds that can be listed; the others show in these. */
  private static final List<ResourceKind> LISTED =
      List.of(
          ResourceKind.SERVER,
          ResourceKind.PORT,
          ResourceKind.NETWORK_,
          ResourceKind.SUBNET,
          ResourceKind.ROUTER,
          ResourceKind.SECURITY_GROUP);

  private static final String OF_PROJECT = "project_id={project}";
  private static final int PAGE = 500;

  private final String cloud;
  private final Map<ResourceKind, Map<String, JsonNode>> listed = new EnumMap<>(ResourceKind.class);

  CloudListing(String cloud) {
    this.cloud = cloud;
    LISTED.forEach(kind -> listed.put(kind, new LinkedHashMap<>()));
  }

  /** Asks for all that deployments have in the project. */
  void askForAll(Conversation talk) {
    for (ResourceKind kind : LISTED) {
      // The mark of a server may be metadata, by which clouds do not filter.
      ask(talk, kind, kind == ResourceKind.SERVER ? "" : OF_PROJECT);
    }
  }

  /** Asks for what one deployment has, and for what stands in its network. */
  void askFor(Conversation talk, Optional<String> network) {
    for (ResourceKind kind : LISTED) {
      String filter =
          switch (kind) {
            case SERVER -> "";
            case PORT, SUBNET -> network.map(id -> "network_id=" + id).orElse(OF_PROJECT);
            default -> OF_PROJECT;
          };
      ask(talk, kind, filter);
    }
  }

  private void ask(Conversation talk, ResourceKind kind, String filter) {
    page(talk, kind, filter, "");
  }

  private void page(Conversation talk, ResourceKind kind, String filter, String marker) {
    String path = "/" + kind.collection() + (kind == ResourceKind.SERVER ? "/detail" : "");
    String query =
        (filter.isEmpty() ? "" : filter + "&")
            + "limit="
            + PAGE
            + (marker.isEmpty() ? "" : "&marker=" + marker);
    talk.ask(
        OpenStackRequest.get(kind.service(), path, query),
        answer -> took(talk, kind, filter, answer));
  }

  private void took(Conversation talk, ResourceKind kind, String filter, OpenStackAnswer answer) {
    if (!answer.ok()) {
      throw RetryableFailure.integration(
          "Listing %s of %s answered %d: %s"
              .formatted(kind.collection(), cloud, answer.status(), answer.words()));
    }
    String last = "";
    for (JsonNode one : answer.body().path(kind.listField())) {
      last = one.path("id").asText();
      of(kind).put(last, one);
    }
    boolean more = false;
    for (JsonNode link : answer.body().path(kind.listField() + "_links")) {
      more |= link.path("rel").asText().equals("next");
    }
    if (more && !last.isEmpty()) {
      page(talk, kind, filter, last);
    }
  }

  /** Asks what is wrong with servers in ERROR: lists don't say. */
  void askForFaults(Conversation talk) {
    for (JsonNode server : List.copyOf(all(ResourceKind.SERVER))) {
      String id = server.path("id").asText();
      if (server.path("status").asText().equals("ERROR")) {
        talk.ask(
            OpenStackRequest.get(ResourceKind.SERVER.service(), "/servers/" + id, ""),
            answer -> {
              if (answer.ok()) {
                of(ResourceKind.SERVER).put(id, answer.body().path("server"));
              }
            });
      }
    }
  }

  /** Every deployment whose mark anything carries. */
  Set<UUID> deployments() {
    Set<UUID> all = new LinkedHashSet<>();
    for (ResourceKind kind : LISTED) {
      all(kind).forEach(one -> Resource.deploymentOf(kind, one).ifPresent(all::add));
    }
    return all;
  }

  private Map<String, JsonNode> of(ResourceKind kind) {
    return listed.getOrDefault(kind, Map.of());
  }

  Collection<JsonNode> all(ResourceKind kind) {
    return of(kind).values();
  }

  Optional<JsonNode> find(ResourceKind kind, @Nullable String id) {
    return Optional.ofNullable(id == null ? null : of(kind).get(id));
  }

  /** The kinds that are listed at all. */
  static List<ResourceKind> kinds() {
    return LISTED;
  }
}
