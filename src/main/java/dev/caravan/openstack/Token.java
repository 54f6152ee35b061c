package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.PermanentFailure;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A token with the catalog that came with it.
 *
 * @param cloud as clouds.yaml had it at the log-in
 * @param id a secret
 * @param project the id of the project that it is good for
 */
record Token(Cloud cloud, String id, Instant expires, String project, JsonNode catalog) {

  static Token of(Cloud cloud, String id, JsonNode body) {
    JsonNode token = body.path("token");
    return new Token(
        cloud,
        id,
        OffsetDateTime.parse(token.path("expires_at").asText()).toInstant(),
        token.at("/project/id").asText(),
        token.path("catalog"));
  }

  /** Where a service is, its version included. */
  String endpoint(OpenStackService service) {
    List<String> regions = new ArrayList<>();
    for (JsonNode entry : catalog) {
      if (entry.path("type").asText().equals(service.type())) {
        for (JsonNode endpoint : entry.path("endpoints")) {
          String region = endpoint.path("region").asText();
          regions.add(region);
          boolean here = cloud.region().isEmpty() || cloud.region().equals(region);
          if (here && endpoint.path("interface").asText().equals(cloud.face())) {
            return service.versioned(endpoint.path("url").asText());
          }
        }
      }
    }
    throw PermanentFailure.configuration(
        "Cloud %s has no %s endpoint of service %s%s"
            .formatted(
                cloud.name(),
                cloud.face(),
                service.type(),
                regions.isEmpty() ? "" : "; that service is in " + String.join(", ", regions)));
  }
}
