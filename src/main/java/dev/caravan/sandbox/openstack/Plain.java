package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;

/** The errors of the web framework below the services: the code is a text, the words are HTML. */
final class Plain {

  private static final String END = "<br /><br />\n\n\n";

  private Plain() {}

  static Answer notFound() {
    return of(404, "Not Found", "The resource could not be found.");
  }

  static Answer unauthorized() {
    return of(
        401,
        "Unauthorized",
        "This server could not verify that you are authorized to access the document you requested."
            + " Either you supplied the wrong credentials (e.g., bad password), or your browser"
            + " does not understand how to supply the credentials required.");
  }

  static Answer of(int status, String title, String message) {
    ObjectNode body =
        Json.object("message", message + END, "code", status + " " + title, "title", title);
    return Answer.json(status, body);
  }
}
