package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.kubernetes.ManagedFields.Owner;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Puts objects into the history by the rules that hold for every write, whatever its sort. */
final class Objects {

  private final History history;
  private final Kinds kinds;
  private final Clock clock;
  private final Admission admission = new Admission();

  Objects(History history, Kinds kinds, Clock clock) {
    this.history = history;
    this.kinds = kinds;
    this.clock = clock;
  }

  History history() {
    return history;
  }

  Admission admission() {
    return admission;
  }

  /** As metadata tells the time: to the second. */
  String now() {
    return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  Stored live(Write write) {
    RequestInfo info = write.info();
    String namespace = write.resource().namespaced() ? info.namespace() : "";
    return history
        .find(write.resource().id(), namespace, info.name())
        .map(stored -> stored.in(write.resource()))
        .orElseThrow(() -> Refusal.notFound(write.resource(), info.name()));
  }

  /** An object with nothing but its name, where there is none yet. */
  static ObjectNode nothing(Resource resource) {
    return Json.object(
        "apiVersion", resource.apiVersion(), "kind", resource.kind(), "metadata", Json.object());
  }

  void checkNamespace(Write write) {
    String namespace = write.info().namespace();
    if (write.resource().namespaced()
        && history.find(Kinds.NAMESPACES.id(), "", namespace).isEmpty()) {
      throw Refusal.notFound(Kinds.NAMESPACES, namespace);
    }
  }

  /** Makes an object that somebody sent or applied; its owners are known if it was applied. */
  String make(Write write, ObjectNode object, Owner manager) {
    Resource resource = write.resource();
    ObjectNode metadata = Metadata.of(object);
    metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now());
    metadata.put("generation", 1);
    metadata.remove(List.of("resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds"));
    if (resource.namespaced()) {
      metadata.put("namespace", write.info().namespace());
    }
    if (resource.status()) {
      object.remove("status");
    }
    Definitions.complete(resource, object, now());
    Metadata.tidy(object);
    check(resource, object, Metadata.problems(object));
    String namespace = metadata.path("namespace").asText("");
    if (history.find(resource.id(), namespace, Metadata.name(object)).isPresent()) {
      throw Refusal.alreadyExists(resource, Metadata.name(object));
    }
    if (!manager.applies()) {
      new Ownership(resource, manager, now()).update(nothing(resource), object);
    }
    if (write.dryRun()) {
      return Json.text(object);
    }
    String text = history.put(resource, object).text();
    if (resource.isDefinitions()) {
      kinds.establish(object);
    }
    return text;
  }

  /** Changes an object; one that stays as it is keeps its resourceVersion. */
  String change(Write write, Stored stored, ObjectNode wanted, Owner manager) {
    Resource resource = write.resource();
    ObjectNode live = stored.object();
    checkPosition(write, live, wanted, manager);
    ObjectNode next =
        write.ofStatus() ? withStatus(live, wanted) : withoutStatus(write, live, wanted);
    check(resource, next, Metadata.newFinalizers(live, next));
    if (!manager.applies()) {
      new Ownership(resource, manager, now()).update(live, next);
    }
    if (withoutTimes(next).equals(withoutTimes(live))) {
      return stored.text();
    }
    if (write.dryRun()) {
      return Json.text(next);
    }
    if (Metadata.isDeleted(next) && !Metadata.hasFinalizers(next)) {
      history.remove(resource, next.deepCopy());
      return Json.text(next);
    }
    String text = history.put(resource, next).text();
    if (resource.isDefinitions()) {
      kinds.establish(next);
    }
    return text;
  }

  private static void checkPosition(
      Write write, ObjectNode live, ObjectNode wanted, Owner manager) {
    Resource resource = write.resource();
    String name = Metadata.name(live);
    String uid = Metadata.of(wanted).path("uid").asText("");
    String known = Metadata.of(live).path("uid").asText();
    if (!uid.isEmpty() && !uid.equals(known)) {
      if (manager.applies()) {
        Cause cause = Cause.invalid("metadata.uid", "\"" + uid + "\"", "field is immutable");
        throw Refusal.invalid(resource, name, List.of(cause));
      }
      throw Refusal.conflict(
          resource.group(),
          resource.plural(),
          name,
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, known));
    }
    String version = Metadata.of(wanted).path("resourceVersion").asText("");
    if (!version.isEmpty() && !version.equals(Metadata.of(live).path("resourceVersion").asText())) {
      throw Refusal.modified(resource, name);
    }
  }

  /** Where status is an endpoint of its own, that endpoint changes nothing else. */
  private static ObjectNode withStatus(ObjectNode live, ObjectNode wanted) {
    ObjectNode next = live.deepCopy();
    next.remove("status");
    if (wanted.has("status")) {
      next.set("status", wanted.path("status"));
    }
    if (wanted.path("metadata").has("managedFields")) {
      Metadata.of(next).set("managedFields", wanted.path("metadata").path("managedFields"));
    }
    return next;
  }

  private static ObjectNode withoutStatus(Write write, ObjectNode live, ObjectNode wanted) {
    Metadata.keep(live, wanted);
    if (write.resource().status()) {
      wanted.remove("status");
      if (live.has("status")) {
        wanted.set("status", live.path("status"));
      }
    }
    ObjectNode before = live.deepCopy();
    ObjectNode after = wanted.deepCopy();
    before.remove("metadata");
    after.remove("metadata");
    ObjectNode metadata = Metadata.of(wanted);
    if (!before.equals(after) && metadata.has("generation")) {
      metadata.put("generation", metadata.path("generation").asInt() + 1);
    }
    return wanted;
  }

  private static ObjectNode withoutTimes(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    Metadata.of(copy).path("managedFields").forEach(entry -> ((ObjectNode) entry).remove("time"));
    return copy;
  }

  private static void check(Resource resource, ObjectNode object, List<Cause> before) {
    List<Cause> causes = new ArrayList<>(before);
    causes.addAll(Validation.of(object, resource.schema()));
    if (resource.isDefinitions()) {
      causes.addAll(Definitions.problems(object));
    }
    if (!causes.isEmpty()) {
      throw Refusal.invalid(resource, Metadata.name(object), causes);
    }
  }

  /** What goes with the last of a definition or a namespace. */
  void forget(Resource resource, String name) {
    if (resource.isDefinitions()) {
      kinds
          .find(name)
          .ifPresent(
              kind -> {
                removeAll(kind, "");
                kinds.forget(kind);
              });
    } else if (resource.isNamespaces()) {
      kinds.all().stream().filter(Resource::namespaced).forEach(kind -> removeAll(kind, name));
    }
  }

  private void removeAll(Resource kind, String namespace) {
    for (Stored stored : history.at(kind.id(), history.revision()).values()) {
      if (namespace.isEmpty() || stored.namespace().equals(namespace)) {
        history.remove(kind, stored.object());
      }
    }
  }
}
