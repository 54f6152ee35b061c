package dev.caravan.infrastructure;

import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.Conversation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The look that comes before a verdict: at every server concerned, in the same step, written down
 * whole or not at all.
 */
final class FreshLook {

  private FreshLook() {}

  /** Asks how servers of a deployment are; fails when the cloud could not say it of all of them. */
  static Conversation at(Deployment deployment, List<Resource> servers, ResourceStore store) {
    return new ServerLook(deployment.cloudRegion(), servers)
        .withFaults()
        .conversation(
            "caravan," + Resource.tagOf(deployment.id()),
            look -> {
              List<String> unknown =
                  servers.stream()
                      .filter(each -> look.of(each).isEmpty())
                      .map(Resource::name)
                      .toList();
              if (!unknown.isEmpty()) {
                throw RetryableFailure.integration(
                    "Cloud %s cannot say how %s is at the moment"
                        .formatted(deployment.cloudRegion(), String.join(", ", unknown)));
              }
              store.seen(look.of(servers));
            });
  }

  /** Says which servers are gone although nobody here asked them to go; empty when none is. */
  static Optional<String> gone(List<Resource> servers, String when) {
    String names =
        servers.stream()
            .filter(each -> Sighting.DELETED.equals(each.status()))
            .map(Resource::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("%s was deleted %s".formatted(names, when));
  }

  static String fault(Resource failed) {
    return "Server %s: %s".formatted(failed.name(), String.valueOf(failed.fault()).strip());
  }
}
