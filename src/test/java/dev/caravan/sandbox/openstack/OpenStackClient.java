package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.sandbox.openstack.Cloud.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who speaks to an OpenStack as any client would. */
final class OpenStackClient {

  static final ObjectMapper JSON = new ObjectMapper();

  /** Nova's version that is asked for unless a test says otherwise. */
  static final String MICROVERSION = "2.93";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Map<String, String> VERSIONS =
      Map.of("network", "/v2.0", "image", "/v2", "compute", "", "identity", "");

  private final Cloud cloud;
  private final String token;
  private final JsonNode session;
  private final Map<String, String> urls = new HashMap<>();

  private OpenStackClient(Cloud cloud, String token, JsonNode session) {
    this.cloud = cloud;
    this.token = token;
    this.session = session;
    for (JsonNode service : session.path("catalog")) {
      for (JsonNode endpoint : service.path("endpoints")) {
        if (endpoint.path("interface").asText().equals("public")
            && endpoint.path("region_id").asText().equals(cloud.account().region())) {
          urls.put(service.path("type").asText(), endpoint.path("url").asText());
        }
      }
    }
  }

  static OpenStackClient of(Cloud cloud, Account account) {
    Reply reply = logIn(cloud.authUrl(), account, account.password()).is(201);
    return new OpenStackClient(cloud, reply.header("X-Subject-Token"), reply.thing());
  }

  static Reply logIn(String authUrl, Account account, String password) {
    Object user =
        with(
            "name", account.username(),
            "domain", with("name", account.userDomain()),
            "password", password);
    Object scope =
        with(
            "project",
            with("name", account.project(), "domain", with("name", account.projectDomain())));
    Object identity = with("methods", new String[] {"password"}, "password", with("user", user));
    return call(
        "POST",
        authUrl + "/auth/tokens",
        with("auth", with("identity", identity, "scope", scope)),
        Map.of());
  }

  Cloud cloud() {
    return cloud;
  }

  String token() {
    return token;
  }

  /** What Keystone said when this client logged in. */
  JsonNode session() {
    return session;
  }

  String projectId() {
    return session.path("project").path("id").asText();
  }

  /** Where a service is, as the catalog says it. */
  String url(String service) {
    return urls.getOrDefault(service, "(no " + service + " in the catalog)");
  }

  Reply get(String service, String path) {
    return send("GET", service, path, null);
  }

  Reply post(String service, String path, Object body) {
    return send("POST", service, path, body);
  }

  Reply put(String service, String path, @Nullable Object body) {
    return send("PUT", service, path, body);
  }

  Reply delete(String service, String path) {
    return send("DELETE", service, path, null);
  }

  Reply send(String method, String service, String path, @Nullable Object body) {
    return send(method, service, path, body, MICROVERSION);
  }

  /**
   * Sends a request with the client's token.
   *
   * @param path below the service's version, or a whole address
   * @param microversion of Nova; none if empty
   */
  Reply send(
      String method, String service, String path, @Nullable Object body, String microversion) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Auth-Token", token);
    if (!microversion.isEmpty()) {
      headers.put("OpenStack-API-Version", "compute " + microversion);
    }
    String address = path.startsWith("http") ? path : url(service) + VERSIONS.get(service) + path;
    return call(method, address, body, headers);
  }

  /** Sends any request; a text is sent as it is, anything else as JSON. */
  static Reply call(
      String method, String address, @Nullable Object body, Map<String, String> headers) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(address))
              .timeout(Duration.ofMinutes(2))
              .header("Accept", "application/json")
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofString(
                          body instanceof String text ? text : JSON.writeValueAsString(body)));
      headers.forEach(request::header);
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A map that may hold nulls. */
  static Map<String, @Nullable Object> with(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }
}
