package dev.caravan.sandbox.openstack;

import dev.caravan.sandbox.http.Answer;

/** Errors as Neutron words them: a type that tells conflicts from quotas, and a message. */
final class NeutronErrors {

  private NeutronErrors() {}

  static Refused refused(int status, String type, String message) {
    return new Refused(answer(status, type, message));
  }

  static Refused badRequest(String message) {
    return refused(400, "HTTPBadRequest", message);
  }

  static Refused invalidInput(String message) {
    return refused(400, "InvalidInput", "Invalid input for operation: " + message);
  }

  static Refused conflict(String type, String message) {
    return refused(409, type, message);
  }

  static Answer answer(int status, String type, String message) {
    return Answer.json(
        status,
        Json.object("NeutronError", Json.object("type", type, "message", message, "detail", "")));
  }
}
