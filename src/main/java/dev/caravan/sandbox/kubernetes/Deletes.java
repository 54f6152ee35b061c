package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Deletes objects, one or many; those with finalizers stay until the last of these is gone. */
final class Deletes {

  private final Objects objects;

  Deletes(Objects objects) {
    this.objects = objects;
  }

  Answer one(Write write) {
    JsonNode options = options(write);
    synchronized (objects.history()) {
      Stored stored = objects.live(write);
      ObjectNode live = stored.object();
      checkPreconditions(write.resource(), live, options.path("preconditions"));
      boolean gone = delete(write.resource(), live, isDry(write, options));
      boolean custom = !write.resource().isBuiltIn();
      return gone && custom
          ? Answer.json(200, success(write.resource(), live))
          : write.answer(200, Json.text(live));
    }
  }

  /** The query is read only where there is no body. */
  private static boolean isDry(Write write, JsonNode options) {
    return write.text().isBlank()
        ? write.dryRun()
        : options.path("dryRun").path(0).asText().equals("All");
  }

  private static JsonNode options(Write write) {
    try {
      return write.text().isBlank() ? Json.object() : Json.readYaml(write.text());
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("couldn't get version/kind; json parse error");
    }
  }

  /** Whether the object is gone at once; marks it in any case. */
  private boolean delete(Resource resource, ObjectNode live, boolean dry) {
    boolean marked = Metadata.isDeleted(live);
    boolean stays = Metadata.hasFinalizers(live);
    if (stays || resource.isBuiltIn()) {
      mark(resource, live);
    }
    if (dry || (stays && marked)) {
      return !stays;
    }
    if (stays) {
      objects.history().put(resource, live);
      return false;
    }
    objects.forget(resource, Metadata.name(live));
    objects.history().remove(resource, live.deepCopy());
    return true;
  }

  private void mark(Resource resource, ObjectNode live) {
    ObjectNode metadata = Metadata.of(live);
    if (Metadata.isDeleted(live)) {
      return;
    }
    metadata.put("deletionTimestamp", objects.now());
    if (resource.isNamespaces()) {
      Json.within(live, "status").put("phase", "Terminating");
    } else {
      metadata.put("deletionGracePeriodSeconds", 0);
      metadata.put("generation", metadata.path("generation").asInt() + 1);
    }
  }

  private static void checkPreconditions(Resource resource, ObjectNode live, JsonNode wanted) {
    check(resource, live, wanted, "uid", "UID", "been deleted and then recreated");
    check(resource, live, wanted, "resourceVersion", "ResourceVersion", "been modified");
  }

  private static void check(
      Resource resource,
      ObjectNode live,
      JsonNode wanted,
      String field,
      String label,
      String explanation) {
    String is = Metadata.of(live).path(field).asText();
    String given = wanted.path(field).asText("");
    if (!given.isEmpty() && !given.equals(is)) {
      String words =
          "the %s in the precondition (%s) does not match the %s in record (%s). The object might"
              + " have %s";
      throw Refusal.conflict(
          resource.group(),
          resource.kind(),
          Metadata.name(live),
          words.formatted(label, given, label, is, explanation));
    }
  }

  private static ObjectNode success(Resource resource, ObjectNode gone) {
    ObjectNode details = Refusal.details(Metadata.name(gone), resource.group(), resource.plural());
    details.set("uid", gone.path("metadata").path("uid"));
    return Json.object(
        "kind", "Status",
        "apiVersion", "v1",
        "metadata", Map.of(),
        "status", "Success",
        "details", details);
  }

  Answer all(Write write, ListOptions options) {
    Resource resource = write.resource();
    boolean dry = isDry(write, options(write));
    Predicate<Stored> selector = Selector.of(options);
    String namespace = write.info().namespace();
    List<Stored> deleted = new ArrayList<>();
    synchronized (objects.history()) {
      History history = objects.history();
      for (Stored stored : history.at(resource.id(), history.revision()).values()) {
        if (stored.namespace().equals(namespace) && selector.test(stored)) {
          deleted.add(stored);
          delete(resource, stored.object(), dry);
        }
      }
      String version = Long.toString(history.revision());
      ObjectNode metadata = Json.object("continue", "", "resourceVersion", version);
      return write.answer(200, Lists.text(resource, deleted, metadata));
    }
  }
}
