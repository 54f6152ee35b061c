package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The front door: who asks, whether they may, and who answers. */
final class Api {

  private static final String REVIEWS = "selfsubjectaccessreviews";

  private final Kinds kinds;
  private final Discovery discovery;
  private final Objects objects;
  private final Lists lists;
  private final Watches watches;
  private final Updates updates;
  private final Deletes deletes;

  Api(Kinds kinds, Objects objects) {
    this.kinds = kinds;
    this.objects = objects;
    discovery = new Discovery(kinds);
    lists = new Lists(objects.history());
    watches = new Watches(objects.history());
    updates = new Updates(objects);
    deletes = new Deletes(objects);
  }

  Answer answer(Call call) {
    try {
      User user =
          User.of(call.header("authorization")).orElseThrow(() -> Refusal.of(401, "Unauthorized"));
      List<String> parts =
          Arrays.stream(call.path().split("/", -1)).filter(part -> !part.isEmpty()).toList();
      return RequestInfo.isOfObjects(parts)
          ? answer(user, RequestInfo.of(call, parts), call)
          : discovery.answer(parts);
    } catch (Refused e) {
      return e.answer();
    }
  }

  private Answer answer(User user, RequestInfo info, Call call) {
    user.check(info);
    if (info.resource().equals(REVIEWS) && info.group().equals("authorization.k8s.io")) {
      return review(user, call.body());
    }
    Resource resource = kinds.of(info);
    boolean known =
        info.subresource().isEmpty() || (info.subresource().equals("status") && resource.status());
    if (!known) {
      throw Refusal.notFound(resource, info.name());
    }
    return switch (info.verb()) {
      case "list" -> lists.answer(resource, info, ListOptions.of(call.query(), false));
      case "watch" -> watches.answer(resource, info, ListOptions.of(call.query(), true));
      case "get" -> one(new Write(resource, info, call), call);
      case "create" -> updates.create(new Write(resource, info, call));
      case "update" -> updates.replace(new Write(resource, info, call));
      case "patch" -> updates.patch(new Write(resource, info, call));
      case "delete" -> deletes.one(new Write(resource, info, call));
      default -> deletes.all(new Write(resource, info, call), ListOptions.of(call.query(), false));
    };
  }

  private Answer one(Write read, Call call) {
    lists.waitFor(ListOptions.of(call.query(), false).resourceVersion());
    return read.answer(200, objects.live(read).text());
  }

  /** What somebody may do is a question that everybody may ask of themselves. */
  private static Answer review(User user, String body) {
    try {
      JsonNode spec = Json.read(body).path("spec");
      JsonNode asked = spec.path("resourceAttributes");
      boolean allowed =
          user.may(
              asked.path("verb").asText(),
              asked.path("group").asText(),
              asked.path("resource").asText());
      ObjectNode review =
          Json.object(
              "kind",
              "SelfSubjectAccessReview",
              "apiVersion",
              "authorization.k8s.io/v1",
              "metadata",
              Map.of(),
              "spec",
              spec,
              "status",
              Map.of("allowed", allowed));
      return Answer.json(201, review);
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("the object provided is unrecognized");
    }
  }
}
