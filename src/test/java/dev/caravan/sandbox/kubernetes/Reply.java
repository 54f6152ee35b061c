package dev.caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;

/** One answer. */
record Reply(int status, HttpHeaders headers, String text) {

  JsonNode json() {
    try {
      return Client.JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON: " + text, e);
    }
  }

  /** The same, if it has this status. */
  Reply is(int expected) {
    assertThat(status).as(text).isEqualTo(expected);
    return this;
  }

  /** The same, if it is a Status of this code and reason. */
  Reply refuses(int code, String reason) {
    is(code);
    assertThat(json().path("kind").asText()).isEqualTo("Status");
    assertThat(json().path("status").asText()).isEqualTo("Failure");
    assertThat(json().path("code").asInt()).isEqualTo(code);
    assertThat(json().path("reason").asText()).isEqualTo(reason);
    return this;
  }

  String message() {
    return json().path("message").asText();
  }

  /** What is wrong, as reason, field and message, in order. */
  List<String> causes() {
    List<String> causes = new ArrayList<>();
    json()
        .path("details")
        .path("causes")
        .forEach(
            cause ->
                causes.add(
                    cause.path("reason").asText()
                        + " "
                        + cause.path("field").asText()
                        + " "
                        + cause.path("message").asText()));
    return causes.stream().sorted().toList();
  }

  JsonNode metadata() {
    return json().path("metadata");
  }

  String version() {
    return metadata().path("resourceVersion").asText();
  }

  JsonNode spec() {
    return json().path("spec");
  }

  /** The names in a list. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    json().path("items").forEach(item -> names.add(item.path("metadata").path("name").asText()));
    return names;
  }

  /** The fields of the owner of this name, as JSON; none if it owns nothing. */
  String fieldsOf(String manager) {
    for (JsonNode entry : metadata().path("managedFields")) {
      if (entry.path("manager").asText().equals(manager)) {
        return entry.path("fieldsV1").toString();
      }
    }
    return "none";
  }
}
