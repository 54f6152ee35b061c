package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.openstack.SandboxOpenStack;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The simulated cloud as a test sees it: what stands there, and what is to go wrong. */
final class CloudOfTests {

  private final HttpCaller http;

  CloudOfTests(SandboxOpenStack openstack) {
    this.http = new HttpCaller(URI.create(openstack.url()), Map.of());
  }

  /**
   * A clouds.yaml with the simulator as cloud {@code sandbox}, user tiny's as {@code tiny}, and
   * {@code locked}, of which no token is known yet.
   */
  static Path cloudsYaml(SandboxOpenStack openstack) {
    StringBuilder yaml = new StringBuilder("clouds:\n");
    for (String[] cloud :
        new String[][] {{"sandbox", "demo"}, {"tiny", "tiny"}, {"locked", "demo"}}) {
      yaml.append(
          """
            %s:
              auth:
                auth_url: %s
                username: %s
                password: %s
                project_name: %s
              region_name: RegionOne
          """
              .formatted(cloud[0], openstack.authUrl(), cloud[1], cloud[1], cloud[1]));
    }
    try {
      Path file = Files.createTempFile(Path.of("target"), "clouds", ".yaml");
      return Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void reset() {
    ok(http.post("/sandbox/reset", Map.of()));
  }

  void fault(Map<String, ?> fault) {
    ok(http.post("/sandbox/faults", fault));
  }

  void buildFault(Map<String, ?> fault) {
    ok(http.post("/sandbox/build-faults", fault));
  }

  void noBuildFaults() {
    ok(http.delete("/sandbox/build-faults"));
  }

  void noFaults() {
    ok(http.delete("/sandbox/faults"));
  }

  void settings(Map<String, ?> settings) {
    ok(http.send("PUT", "/sandbox/settings", settings));
  }

  JsonNode requests() {
    return http.get("/sandbox/requests").json().path("requests");
  }

  /** What the project has, by kind: the default security group and public networks apart. */
  List<String> standing(String user) {
    HttpCaller as = logIn(user);
    List<String> all = new ArrayList<>();
    for (JsonNode one : as.get("/compute/v2.1/servers/detail").json().path("servers")) {
      all.add("server " + one.path("name").asText());
    }
    for (String kind : List.of("networks", "subnets", "routers", "ports", "security-groups")) {
      String field = kind.replace('-', '_');
      for (JsonNode one : as.get("/networking/v2.0/" + kind).json().path(field)) {
        String name = one.path("name").asText();
        boolean own = !one.path("router:external").asBoolean(false) && !name.equals("default");
        if (own && !name.startsWith("public")) {
          all.add(kind + " " + (name.isEmpty() ? one.path("id").asText() : name));
        }
      }
    }
    return all;
  }

  /** One kind of thing, as the cloud lists it. */
  JsonNode list(String user, String path) {
    return logIn(user).get(path).json();
  }

  HttpCaller logIn(String user) {
    Map<String, ?> domain = Map.of("name", "Default");
    Map<String, ?> body =
        Map.of(
            "auth",
            Map.of(
                "identity",
                Map.of(
                    "methods",
                    List.of("password"),
                    "password",
                    Map.of("user", Map.of("name", user, "password", user, "domain", domain))),
                "scope",
                Map.of("project", Map.of("name", user, "domain", domain))));
    Answer answer = http.post("/identity/v3/auth/tokens", body);
    return http.with("X-Auth-Token", answer.header("X-Subject-Token"))
        .with("OpenStack-API-Version", "compute 2.64");
  }

  private static void ok(Answer answer) {
    if (answer.status() >= 300) {
      throw new AssertionError(answer.toString());
    }
  }
}
