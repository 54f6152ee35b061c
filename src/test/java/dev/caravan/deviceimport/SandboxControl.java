package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** What a test asks of the simulated NetBox, beside the API that it shares with the real one. */
final class SandboxControl {

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  SandboxControl(String address) {
    this.address = address;
  }

  void reset() {
    send("POST", "/sandbox/reset", "");
  }

  /** Something goes wrong with matching requests, after some that go well. */
  void fault(String effect, String method, String path, int skip, int times) {
    add(fault(effect, method, path).put("skip", skip).put("times", times));
  }

  /** NetBox answers with this status instead of doing anything. */
  void status(int status, String method, String path, int skip, int times) {
    add(fault("status", method, path).put("status", status).put("skip", skip).put("times", times));
  }

  /** NetBox answers 503 and says when to come back. */
  void unavailable(String method, String path, int times, int retryAfter) {
    add(
        fault("status", method, path)
            .put("status", 503)
            .put("times", times)
            .put("retry_after", retryAfter));
  }

  /** More objects than this in one request are too many. */
  void limit(String path, int objects) {
    add(fault("limit", "POST", path).put("objects", objects).put("times", 1000));
  }

  private static ObjectNode fault(String effect, String method, String path) {
    return LabDatabase.JSON
        .createObjectNode()
        .put("effect", effect)
        .put("method", method)
        .put("path", path);
  }

  private void add(ObjectNode fault) {
    send("POST", "/sandbox/faults", fault.toString());
  }

  /** A token that may only do what is named, such as {@code dcim.view_devicetype}. */
  void token(String token, List<String> permissions, boolean writes) {
    ObjectNode body =
        LabDatabase.JSON.createObjectNode().put("token", token).put("write_enabled", writes);
    permissions.forEach(body.putArray("permissions")::add);
    send("POST", "/sandbox/tokens", body.toString());
  }

  /** Somebody makes an object by hand. */
  JsonNode make(String path, ObjectNode body) {
    return send("POST", "/api/" + path + "/", body.toString());
  }

  /** Somebody changes an object by hand. */
  void change(String path, long id, String field, String value) {
    send(
        "PATCH",
        "/api/" + path + "/" + id + "/",
        LabDatabase.JSON.createObjectNode().put(field, value).toString());
  }

  /** How many objects there are, such as {@code dcim/device-types}. */
  int count(String path) {
    return send("GET", "/api/" + path + "/?limit=1", "").path("count").asInt();
  }

  JsonNode objects(String path, String query) {
    return send("GET", "/api/" + path + "/?limit=1000&" + query, "").path("results");
  }

  /** How many requests by that method came in since the last reset, this control's own apart. */
  long requests(String method) {
    return send("GET", "/sandbox/requests", "").path("requests").properties().stream()
        .filter(each -> each.getKey().startsWith(method + " "))
        .mapToLong(each -> each.getValue().asLong())
        .sum();
  }

  private JsonNode send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Authorization", "Token " + SandboxNetBox.TOKEN)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return LabDatabase.JSON.readTree(answer.body().isEmpty() ? "null" : answer.body());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
