package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The tags of what Neutron has, which are set apart from the thing itself. */
final class NeutronTags {

  private final NeutronStore store;
  private final Resources resources;

  NeutronTags(NeutronStore store, Resources resources) {
    this.store = store;
    this.resources = resources;
  }

  void addTo(Routes routes, Kind kind) {
    String path = "/v2.0/" + kind.path() + "/{id}/tags";
    routes
        .on("GET", path, request -> Answer.json(200, view(found(kind, request))))
        .on("PUT", path, request -> replace(kind, request))
        .on("DELETE", path, request -> removeAll(kind, request))
        .on("GET", path + "/{tag}", request -> show(kind, request))
        .on("PUT", path + "/{tag}", request -> add(kind, request))
        .on("DELETE", path + "/{tag}", request -> remove(kind, request));
  }

  private ObjectNode found(Kind kind, Request request) {
    return store.visible(kind, request.id(), request.session());
  }

  private static List<String> tags(ObjectNode object) {
    return new ArrayList<>(Json.texts(object.path("tags")));
  }

  private static ObjectNode view(ObjectNode object) {
    return Json.object("tags", object.path("tags"));
  }

  private void set(ObjectNode object, List<String> tags) {
    object.set("tags", Json.array(tags));
    resources.touch(object);
  }

  private Answer replace(Kind kind, Request request) {
    ObjectNode object = found(kind, request);
    if (!request.body().path("tags").isArray()) {
      throw NeutronErrors.invalidInput("Invalid tags body.");
    }
    set(object, List.copyOf(new LinkedHashSet<>(Json.texts(request.body().path("tags")))));
    return Answer.json(200, view(object));
  }

  private Answer removeAll(Kind kind, Request request) {
    set(found(kind, request), List.of());
    return Answer.empty(204);
  }

  private Answer show(Kind kind, Request request) {
    checkThere(found(kind, request), request.name("tag"));
    return Answer.empty(204);
  }

  private Answer add(Kind kind, Request request) {
    ObjectNode object = found(kind, request);
    List<String> tags = tags(object);
    if (!tags.contains(request.name("tag"))) {
      tags.add(request.name("tag"));
      set(object, tags);
    }
    return Answer.empty(201);
  }

  private Answer remove(Kind kind, Request request) {
    ObjectNode object = found(kind, request);
    checkThere(object, request.name("tag"));
    List<String> tags = tags(object);
    tags.remove(request.name("tag"));
    set(object, tags);
    return Answer.empty(204);
  }

  private static void checkThere(ObjectNode object, String tag) {
    if (!tags(object).contains(tag)) {
      throw NeutronErrors.refused(404, "TagNotFound", "Tag " + tag + " could not be found.");
    }
  }
}
