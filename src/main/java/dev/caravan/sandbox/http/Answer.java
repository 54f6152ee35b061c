package dev.caravan.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.Map;

/** One answer, ready to be sent. */
public record Answer(int status, String body, String type, Map<String, String> headers) {

  public static Answer json(int status, JsonNode body) {
    return new Answer(status, body.toString(), "application/json", Map.of());
  }

  public static Answer html(int status, String title) {
    String page = "\n<!DOCTYPE html>\n<html><head><title>" + title + "</title></head></html>\n";
    return new Answer(status, page, "text/html; charset=utf-8", Map.of());
  }

  public static Answer empty(int status) {
    return new Answer(status, "", "", Map.of());
  }

  public static Answer detail(int status, String detail) {
    return json(status, JsonNodeFactory.instance.objectNode().put("detail", detail));
  }

  /** The same with one more header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, body, type, Map.copyOf(more));
  }
}
