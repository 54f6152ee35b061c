package dev.caravan.sandbox.netbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.netbox.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A NetBox under test, spoken to as any client would; removes what it made. */
final class NetBoxClient {

  /** One answer. */
  record Reply(int status, HttpHeaders headers, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException("no JSON: " + text, e);
      }
    }

    /** The first message under a field of an error. */
    String problem(String field) {
      return json().path(field).path(0).asText("(none: " + text + ")");
    }

    String detail() {
      return json().path("detail").asText("(none: " + text + ")");
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String url;
  private final String token;
  private final Optional<String> readOnlyToken;
  private final Deque<String> made = new ArrayDeque<>();
  private @Nullable String version;

  NetBoxClient(String url, String token, Optional<String> readOnlyToken) {
    this.url = url;
    this.token = token;
    this.readOnlyToken = readOnlyToken;
  }

  String url() {
    return url;
  }

  Optional<NetBoxClient> asReader() {
    return readOnlyToken.map(reader -> new NetBoxClient(url, reader, Optional.empty()));
  }

  /** What the server says of itself. */
  String version() {
    String known = version;
    if (known == null) {
      known = get("/api/status/").json().path("netbox-version").asText();
      version = known;
    }
    return known;
  }

  /** Such as {@code atLeast("4.5")}. */
  boolean atLeast(String minimum) {
    return minor(version()) >= minor(minimum);
  }

  private static int minor(String version) {
    String[] parts = version.split("\\.", -1);
    return Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]);
  }

  Reply get(String path) {
    return send("GET", path, null);
  }

  Reply post(String path, Object body) {
    return send("POST", path, body);
  }

  Reply patch(String path, Object body) {
    return send("PATCH", path, body);
  }

  Reply delete(String path) {
    return send("DELETE", path, null);
  }

  Reply delete(String path, Object body) {
    return send("DELETE", path, body);
  }

  Reply send(String method, String path, @Nullable Object body, String... headers) {
    return raw(method, path, json(body), headers);
  }

  /** Sends the body as it is; headers override the usual ones. */
  Reply raw(String method, String path, @Nullable String body, String... headers) {
    return raw(
        method,
        path,
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
        headers);
  }

  /** Sends a form with a file. */
  Reply upload(String method, String path, Upload form) {
    return raw(
        method, path, BodyPublishers.ofByteArray(form.body()), "Content-Type", form.contentType());
  }

  private Reply raw(String method, String path, BodyPublisher body, String... headers) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Authorization", (token.startsWith("nbt_") ? "Bearer " : "Token ") + token);
    all.put("Accept", "application/json");
    all.put("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : url + path))
            .timeout(Duration.ofMinutes(5))
            .method(method, body);
    all.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            request.header(name, value);
          }
        });
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable String json(@Nullable Object body) {
    try {
      return body == null ? null : JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The list of a kind. */
  static String list(String kind) {
    return "/api/dcim/" + kind + "/";
  }

  static String one(String kind, long id) {
    return list(kind) + id + "/";
  }

  /** A map that may hold nulls. */
  static Map<String, @Nullable Object> with(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }

  /** A name that nobody else has. */
  static String unique() {
    return "Contract-" + UUID.randomUUID().toString().substring(0, 13);
  }

  /** Makes an object that is gone again after the test. */
  JsonNode make(String kind, Map<String, @Nullable Object> body) {
    return makeAt(list(kind), body);
  }

  /** The same anywhere, such as at {@code /api/ipam/vrfs/}. */
  JsonNode makeAt(String path, Map<String, @Nullable Object> body) {
    Reply reply = post(path, body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    JsonNode object = reply.json();
    keepAt(path + object.get("id").asLong() + "/");
    return object;
  }

  /** Remembers to remove what is at that path after the test. */
  void keepAt(String path) {
    made.push(path);
  }

  /** Remembers to remove an object after the test. */
  void keep(String kind, long id) {
    keepAt(one(kind, id));
  }

  JsonNode manufacturer() {
    String name = unique();
    return make("manufacturers", with("name", name, "slug", slug(name)));
  }

  JsonNode deviceType(@Nullable Object... more) {
    return deviceType(manufacturer(), more);
  }

  JsonNode deviceType(JsonNode manufacturer, @Nullable Object... more) {
    String model = unique();
    Map<String, @Nullable Object> body =
        with("manufacturer", manufacturer.get("id").asLong(), "model", model, "slug", slug(model));
    body.putAll(with(more));
    return make("device-types", body);
  }

  JsonNode moduleType(@Nullable Object... more) {
    Map<String, @Nullable Object> body =
        with("manufacturer", manufacturer().get("id").asLong(), "model", unique());
    body.putAll(with(more));
    return make("module-types", body);
  }

  /** A component of a device type. */
  JsonNode component(String kind, JsonNode deviceType, @Nullable Object... more) {
    Reply reply = tryComponent(kind, deviceType, more);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  Reply tryComponent(String kind, JsonNode deviceType, @Nullable Object... more) {
    Map<String, @Nullable Object> body = with("device_type", deviceType.get("id").asLong());
    body.putAll(with(more));
    return post(list(kind), body);
  }

  static String slug(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  /** Types before manufacturers: what was made last goes first. */
  void cleanUp() {
    while (!made.isEmpty()) {
      delete(made.pop());
    }
  }
}
