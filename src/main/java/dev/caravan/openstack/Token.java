package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.PermanentFailure;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token with the catalog that came with it.
 *
 * @param cloud as clouds.yaml had it at the log-in
 * @param id a secret
 * @param project the id of the project that it is good for
 */
record Token(Cloud cloud, String id, Instant expires, String project, JsonNode catalog) {

  /** As keystoneauth writes it in the address of a service. */
  private static final Pattern PROJECT =
      Pattern.compile("[%$]\\((?:project|tenant)_id\\)s|\\{(?:project|tenant)_id}");

  static Token of(Cloud cloud, String id, JsonNode body) {
    JsonNode token = body.path("token");
    if (token.at("/project/id").asText("").isEmpty()) {
      throw PermanentFailure.configuration(
          "Cloud %s: its entry in clouds.yaml names no project, and the user has none by default"
              .formatted(cloud.name()));
    }
    return new Token(
        cloud,
        id,
        OffsetDateTime.parse(token.path("expires_at").asText()).toInstant(),
        token.at("/project/id").asText(),
        token.path("catalog"));
  }

  /** Where a service is, its version included. */
  String endpoint(OpenStackService service) {
    Cloud.Endpoint wanted = Objects.requireNonNull(cloud.endpoints().get(service));
    if (!wanted.address().isEmpty()) {
      return service.versioned(
          PROJECT.matcher(wanted.address()).replaceAll(Matcher.quoteReplacement(project)));
    }
    List<String> regions = new ArrayList<>();
    for (JsonNode entry : catalog) {
      boolean named =
          wanted.service().isEmpty() || entry.path("name").asText().equals(wanted.service());
      if (entry.path("type").asText().equals(wanted.type()) && named) {
        for (JsonNode endpoint : entry.path("endpoints")) {
          String region = endpoint.path("region").asText();
          regions.add(region);
          boolean here = wanted.region().isEmpty() || wanted.region().equals(region);
          if (here && endpoint.path("interface").asText().equals(wanted.face())) {
            return service.versioned(endpoint.path("url").asText());
          }
        }
      }
    }
    throw PermanentFailure.configuration(
        "Cloud %s has no %s endpoint of service %s%s"
            .formatted(
                cloud.name(),
                wanted.face(),
                wanted.service().isEmpty() ? wanted.type() : wanted.service(),
                regions.isEmpty() ? "" : "; that service is in " + String.join(", ", regions)));
  }
}
