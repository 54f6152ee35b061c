package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What holds for one kind of thing in Neutron beyond its attributes. */
interface Rules {

  /** Checks those of one request beside each other, as they were given. */
  default void together(List<ObjectNode> objects) {}

  /**
   * Checks a thing that is about to be, and fills in what Neutron decides.
   *
   * @param object what it will be; it has an id and a project
   * @param given what the request says
   */
  default void creating(ObjectNode object, JsonNode given, Session session) {}

  /** Checks a change before it is made; may write to both. */
  default void updating(ObjectNode object, ObjectNode changes, Session session) {}

  /** Checks whether a thing may go, and ends what depends on it. */
  default void deleting(ObjectNode object) {}

  /** Takes back what {@link #creating} did elsewhere. */
  default void undone(ObjectNode object) {}
}
