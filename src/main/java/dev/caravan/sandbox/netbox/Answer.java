package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** One answer, ready to be sent. */
record Answer(int status, String body, String type, Map<String, String> headers) {

  static Answer json(int status, JsonNode body) {
    return new Answer(status, body.toString(), "application/json", Map.of());
  }

  static Answer html(int status, String title) {
    String page = "\n<!DOCTYPE html>\n<html><head><title>" + title + "</title></head></html>\n";
    return new Answer(status, page, "text/html; charset=utf-8", Map.of());
  }

  static Answer empty(int status) {
    return new Answer(status, "", "", Map.of());
  }

  static Answer detail(int status, String detail) {
    return json(status, JsonNodeFactory.instance.objectNode().put("detail", detail));
  }

  static Answer crashed(NetBoxVersion version, Crash crash) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error", crash.getMessage());
    body.put("exception", crash.exception());
    body.put("netbox_version", version.full());
    body.put("python_version", "3.12.1");
    return json(500, body);
  }

  Answer with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, body, type, Map.copyOf(more));
  }
}
