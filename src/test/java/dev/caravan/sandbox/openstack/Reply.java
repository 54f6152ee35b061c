package dev.caravan.sandbox.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;

/** One answer. */
record Reply(int status, HttpHeaders headers, String text) {

  JsonNode json() {
    try {
      return OpenStackClient.JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON: " + text, e);
    }
  }

  String header(String name) {
    return headers.firstValue(name).orElse("(none)");
  }

  /** The same, if it has this status. */
  Reply is(int expected) {
    assertThat(status).as(text).isEqualTo(expected);
    return this;
  }

  /** The one thing in the body. */
  JsonNode thing() {
    return json().elements().next();
  }

  /** The type of an error of Neutron. */
  String type() {
    return json().path("NeutronError").path("type").asText("(none: " + text + ")");
  }

  /** What kind of error Nova says it is. */
  String kind() {
    return json().fieldNames().next();
  }

  /** The words of an error of any service that names a kind. */
  String message() {
    return thing().path("message").asText("(none: " + text + ")");
  }
}
