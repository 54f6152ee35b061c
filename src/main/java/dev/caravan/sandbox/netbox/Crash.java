package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;

/** A write that NetBox finds no words for: 500 with the name of Python's exception. */
final class Crash extends RuntimeException {

  private final String exception;

  Crash(String exception, String message) {
    super(message, null, false, false);
    this.exception = exception;
  }

  Answer answer(NetBoxVersion version) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error", getMessage());
    body.put("exception", exception);
    body.put("netbox_version", version.full());
    body.put("python_version", "3.12.1");
    return Answer.json(500, body);
  }
}
