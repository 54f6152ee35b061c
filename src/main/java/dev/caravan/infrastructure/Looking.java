package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads a list of a cloud to its end: a thing on the second page is not missing. */
final class Looking {

  private static final int PAGE = 500;

  private final Conversation talk;
  private final ResourceKind kind;
  private final String query;
  private final Function<OpenStackAnswer, RuntimeException> refused;
  private final Consumer<List<JsonNode>> then;
  private final List<JsonNode> listed = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private Looking(
      Conversation talk,
      ResourceKind kind,
      String query,
      Function<OpenStackAnswer, RuntimeException> refused,
      Consumer<List<JsonNode>> then) {
    this.talk = talk;
    this.kind = kind;
    this.query = query;
    this.refused = refused;
    this.then = then;
  }

  /**
   * Asks for a whole list.
   *
   * @param query filters, encoded; may be empty
   * @param refused what is thrown when a page does not come
   * @param then gets all that is listed
   */
  static void at(
      Conversation talk,
      ResourceKind kind,
      String query,
      Function<OpenStackAnswer, RuntimeException> refused,
      Consumer<List<JsonNode>> then) {
    new Looking(talk, kind, query, refused, then).page("");
  }

  private void page(String marker) {
    String path = "/" + kind.collection() + (kind == ResourceKind.SERVER ? "/detail" : "");
    String filter = query.isEmpty() ? "" : query + "&";
    talk.ask(
        OpenStackRequest.get(kind.service(), path, filter + "limit=" + PAGE + marker), this::took);
  }

  private void took(OpenStackAnswer answer) {
    if (!answer.ok()) {
      throw refused.apply(answer);
    }
    String last = "";
    boolean news = false;
    for (JsonNode one : answer.body().path(kind.listField())) {
      last = one.path("id").asText();
      if (ids.add(last)) {
        listed.add(one);
        news = true;
      }
    }
    if (news && more(answer)) {
      // Server groups know an offset alone, and have no link to the next page.
      page(kind == ResourceKind.SERVER_GROUP ? "&offset=" + ids.size() : "&marker=" + last);
    } else {
      then.accept(listed);
    }
  }

  private boolean more(OpenStackAnswer answer) {
    boolean next = kind == ResourceKind.SERVER_GROUP;
    for (JsonNode link : answer.body().path(kind.listField() + "_links")) {
      next |= link.path("rel").asText().equals("next");
    }
    return next;
  }
}
