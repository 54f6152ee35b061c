package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes, changes and deletes what Neutron has, whatever its kind. Callers are alone. */
final class Resources {

  private final NeutronStore store;
  private final Map<Kind, Rules> rules;
  private final NeutronQuotas quotas;
  private final Clock clock;

  Resources(NeutronStore store, Map<Kind, Rules> rules, NeutronQuotas quotas, Clock clock) {
    this.store = store;
    this.rules = rules;
    this.quotas = quotas;
    this.clock = clock;
  }

  private Rules rules(Kind kind) {
    return rules.getOrDefault(kind, new Rules() {});
  }

  /** All or none. */
  List<ObjectNode> create(Kind kind, List<JsonNode> given, Session session) {
    given.forEach(each -> NeutronForm.checkNew(kind, each, session));
    rules(kind).together(given.stream().map(each -> NeutronForm.filled(kind, each)).toList());
    quotas.check(kind, session.project().id(), given.size());
    List<ObjectNode> made = new ArrayList<>();
    try {
      given.forEach(each -> made.add(create(kind, each, session)));
      return made;
    } catch (Refused refused) {
      Collections.reverse(made);
      made.forEach(each -> undo(kind, each));
      throw refused;
    }
  }

  private ObjectNode create(Kind kind, JsonNode given, Session session) {
    ObjectNode object = NeutronForm.filled(kind, given);
    object.put("id", UUID.randomUUID().toString());
    String project = given.path("project_id").asText(given.path("tenant_id").asText());
    String owner = project.isEmpty() ? session.project().id() : project;
    object.put("tenant_id", owner).put("project_id", owner);
    object.put("created_at", now()).put("updated_at", now());
    rules(kind).creating(object, given, session);
    store.put(kind, object);
    return object;
  }

  private void undo(Kind kind, ObjectNode object) {
    rules(kind).undone(object);
    store.remove(kind, object.path("id").asText());
  }

  ObjectNode update(Kind kind, String id, JsonNode given, Session session) {
    ObjectNode object = store.changeable(kind, id, session, "update");
    NeutronForm.checkChanges(kind, given, session);
    ObjectNode changes = given.deepCopy();
    rules(kind).updating(object, changes, session);
    object.setAll(changes);
    touch(object);
    return object;
  }

  void delete(Kind kind, String id, Session session) {
    ObjectNode object = store.changeable(kind, id, session, "delete");
    rules(kind).deleting(object);
    store.remove(kind, id);
  }

  /** Notes that something changed. */
  void touch(ObjectNode object) {
    object.put("revision_number", object.path("revision_number").asInt() + 1);
    object.put("updated_at", now());
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
