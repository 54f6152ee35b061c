package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.kubernetes.ManagedFields.Owner;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** POST, PUT and the three sorts of PATCH. */
final class Updates {

  private static final String UPDATE = "Update";

  private final Objects objects;

  Updates(Objects objects) {
    this.objects = objects;
  }

  private void fit(Write write, ObjectNode object) {
    write.fit(object);
    objects.admission().admit(write.resource(), object);
  }

  Answer create(Write write) {
    ObjectNode object = write.object();
    fit(write, object);
    checkNamespace(write, object);
    String prefix = Metadata.of(object).path("generateName").asText("");
    if (Metadata.name(object).isEmpty() && !prefix.isEmpty()) {
      String random = Long.toString((System.nanoTime() & 0x1ffffff) | 0x2000000, 36);
      Metadata.of(object).put("name", prefix + random.substring(random.length() - 5));
    }
    synchronized (objects.history()) {
      objects.checkNamespace(write);
      if (!Metadata.of(object).path("resourceVersion").asText("").isEmpty()) {
        throw Refusal.of(500, "resourceVersion should not be set on objects to be created");
      }
      return write.answer(201, objects.make(write, object, write.manager(UPDATE)));
    }
  }

  private static void checkNamespace(Write write, ObjectNode object) {
    String namespace = Metadata.of(object).path("namespace").asText("");
    if (!namespace.isEmpty() && !namespace.equals(write.info().namespace())) {
      throw Refusal.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  private static void checkName(Write write, ObjectNode object) {
    String name = Metadata.name(object);
    if (!name.equals(write.info().name())) {
      throw Refusal.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, write.info().name()));
    }
  }

  Answer replace(Write write) {
    ObjectNode object = write.object();
    fit(write, object);
    checkName(write, object);
    checkNamespace(write, object);
    synchronized (objects.history()) {
      Stored live = objects.live(write);
      if (Metadata.of(object).path("resourceVersion").asText("").isEmpty()) {
        Resource resource = write.resource();
        String words = "must be specified for an update";
        Cause cause = Cause.invalid("metadata.resourceVersion", "0", words);
        throw Refusal.invalid(
            resource.group(), resource.plural(), write.info().name(), List.of(cause));
      }
      return write.answer(200, objects.change(write, live, object, write.manager(UPDATE)));
    }
  }

  Answer patch(Write write) {
    return switch (write.mediaType()) {
      case "application/merge-patch+json", "application/json-patch+json" -> patchLive(write);
      case "application/apply-patch+yaml" -> apply(write);
      default ->
          throw Write.unsupported(
              "application/json-patch+json, application/merge-patch+json,"
                  + " application/apply-patch+yaml");
    };
  }

  private Answer patchLive(Write write) {
    if (!write.parameter("force").isEmpty()) {
      throw Refusal.option(
          "PatchOptions", Cause.forbidden("force", "may not be specified for non-apply patch"));
    }
    boolean merges = write.mediaType().startsWith("application/merge");
    JsonNode patch = readPatch(write.text());
    if (merges ? !patch.isObject() : !patch.isArray()) {
      String found = patch.getNodeType().name().toLowerCase(Locale.ROOT);
      throw Refusal.badRequest("error decoding patch: json: cannot unmarshal " + found);
    }
    synchronized (objects.history()) {
      Stored live = objects.live(write);
      ObjectNode wanted = live.object();
      if (merges) {
        Patches.merge(wanted, patch);
      } else {
        Patches.run(wanted, patch);
      }
      checkName(write, wanted);
      fit(write, wanted);
      return write.answer(200, objects.change(write, live, wanted, write.manager(UPDATE)));
    }
  }

  private static JsonNode readPatch(String text) {
    try {
      return Json.read(text);
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("error decoding patch: unexpected end of JSON input");
    }
  }

  private Answer apply(Write write) {
    if (write.parameter("fieldManager").isEmpty()) {
      throw Refusal.option(
          "PatchOptions", Cause.required("fieldManager", "is required for apply patch"));
    }
    ObjectNode applied = readApplied(write);
    Resource resource = write.resource();
    Owner manager = write.manager("Apply");
    synchronized (objects.history()) {
      Optional<Stored> stored = find(write);
      if (stored.isEmpty()) {
        objects.checkNamespace(write);
      }
      checkName(write, applied);
      new AppliedType(resource, write.info().name()).check(applied);
      ObjectNode live = stored.map(Stored::object).orElseGet(() -> Objects.nothing(resource));
      boolean force = write.parameter("force").matches("true|1");
      ObjectNode next =
          new Ownership(resource, manager, objects.now())
              .apply(live, onlyWhatCounts(write, applied), force);
      fit(write, next);
      return stored.isPresent()
          ? write.answer(200, objects.change(write, stored.get(), next, manager))
          : write.answer(201, objects.make(write, next, manager));
    }
  }

  /** A missing object is made by an apply, but not by one of its status alone. */
  private Optional<Stored> find(Write write) {
    if (write.ofStatus()) {
      return Optional.of(objects.live(write));
    }
    String namespace = write.resource().namespaced() ? write.info().namespace() : "";
    return objects
        .history()
        .find(write.resource().id(), namespace, write.info().name())
        .map(stored -> stored.in(write.resource()));
  }

  private static ObjectNode onlyWhatCounts(Write write, ObjectNode applied) {
    if (write.ofStatus()) {
      applied.remove("spec");
      Metadata.of(applied).remove(List.of("labels", "annotations", "finalizers"));
    } else if (write.resource().status()) {
      applied.remove("status");
    }
    return applied;
  }

  private static ObjectNode readApplied(Write write) {
    JsonNode body;
    try {
      body = Json.readYaml(write.text());
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("error decoding YAML: " + e.getOriginalMessage());
    }
    Resource resource = write.resource();
    String version = body.path("apiVersion").asText("");
    String kind = body.path("kind").asText("");
    if (!(body instanceof ObjectNode object)
        || !version.equals(resource.apiVersion())
        || !kind.equals(resource.kind())) {
      throw Refusal.badRequest(
          "invalid object type: %s, Kind=%s".formatted(version.isEmpty() ? "/" : version, kind));
    }
    if (object.path("metadata").has("managedFields")) {
      throw Refusal.badRequest("metadata.managedFields must be nil");
    }
    return object;
  }
}
