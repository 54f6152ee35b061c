package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All that Neutron has. Callers are alone. */
final class NeutronStore {

  private final Map<Kind, Map<String, ObjectNode>> tables = new EnumMap<>(Kind.class);

  NeutronStore() {
    clear();
  }

  void clear() {
    for (Kind kind : Kind.values()) {
      tables.put(kind, new LinkedHashMap<>());
    }
  }

  private Map<String, ObjectNode> table(Kind kind) {
    return tables.getOrDefault(kind, Map.of());
  }

  /** A copy of the list, so that things may come and go meanwhile. */
  List<ObjectNode> all(Kind kind) {
    return List.copyOf(table(kind).values());
  }

  /** Those with this text as their attribute. */
  Stream<ObjectNode> where(Kind kind, String attribute, String value) {
    return all(kind).stream().filter(each -> each.path(attribute).asText().equals(value));
  }

  Optional<ObjectNode> find(Kind kind, String id) {
    return Optional.ofNullable(table(kind).get(id));
  }

  /** One that is there for sure. */
  ObjectNode get(Kind kind, String id) {
    return find(kind, id).orElseThrow(() -> kind.notFound(id));
  }

  void put(Kind kind, ObjectNode object) {
    table(kind).put(object.path("id").asText(), object);
  }

  void remove(Kind kind, String id) {
    table(kind).remove(id);
  }

  /** One that the session may see; what belongs to another project is not there. */
  ObjectNode visible(Kind kind, String id, Session session) {
    return find(kind, id)
        .filter(object -> sees(session, kind, object))
        .orElseThrow(() -> kind.notFound(id));
  }

  /** One that the session may change; what it may only see is forbidden. */
  ObjectNode changeable(Kind kind, String id, Session session, String action) {
    ObjectNode object = visible(kind, id, session);
    if (!session.owns(object.path("project_id").asText())) {
      throw NeutronErrors.refused(
          403,
          "PolicyNotAuthorized",
          "rule:" + action + "_" + kind.singular() + " is disallowed by policy");
    }
    return object;
  }

  /** One of the session's own. */
  ObjectNode owned(Kind kind, String id, Session session) {
    return find(kind, id)
        .filter(object -> session.owns(object.path("project_id").asText()))
        .orElseThrow(() -> kind.notFound(id));
  }

  boolean sees(Session session, Kind kind, ObjectNode object) {
    return session.owns(object.path("project_id").asText())
        || (kind == Kind.NETWORK
            && (object.path("router:external").asBoolean() || object.path("shared").asBoolean()))
        || (kind == Kind.SUBNET && shared(object));
  }

  /** The subnets of external networks are not shown, but those of shared ones are. */
  private boolean shared(ObjectNode subnet) {
    return find(Kind.NETWORK, subnet.path("network_id").asText())
        .filter(network -> network.path("shared").asBoolean())
        .isPresent();
  }
}
