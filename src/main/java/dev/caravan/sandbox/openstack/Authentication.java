package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;

/** Asks who sends a request, as the middleware before Nova and Neutron does. */
final class Authentication {

  private final Tokens tokens;
  private final String identity;

  /**
   * @param identity where Keystone is, without its version
   */
  Authentication(Tokens tokens, String identity) {
    this.tokens = tokens;
    this.identity = identity;
  }

  Session session(Call call) {
    return tokens
        .session(call.header("x-auth-token"))
        .orElseThrow(() -> new Refused(refusal(Plain.unauthorized())));
  }

  /** The same for a service that words the refusal as Keystone does. */
  Session sessionOrError(Call call) {
    return tokens
        .session(call.header("x-auth-token"))
        .orElseThrow(() -> new Refused(refusal(unauthorized())));
  }

  /** Says in a header where to log in. */
  Answer refusal(Answer answer) {
    return answer.with("WWW-Authenticate", "Keystone uri=\"" + identity + "\"");
  }

  static Answer unauthorized() {
    return error(401, "Unauthorized", "The request you have made requires authentication.");
  }

  static Answer error(int code, String title, String message) {
    ObjectNode error = Json.object("code", code, "message", message, "title", title);
    return Answer.json(code, Json.object("error", error));
  }
}
