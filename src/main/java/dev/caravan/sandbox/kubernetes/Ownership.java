package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.kubernetes.ManagedFields.Owner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps managedFields: who changes a field owns it, who applies it owns it until they stop. */
final class Ownership {

  private static final List<String> OF_THE_SERVER =
      List.of(
          "name",
          "namespace",
          "creationTimestamp",
          "selfLink",
          "uid",
          "generation",
          "managedFields",
          "resourceVersion",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  private final Shape shape;
  private final Owner manager;
  private final String now;

  Ownership(Resource resource, Owner manager, String now) {
    this.shape = new Shape(resource.schema());
    this.manager = manager;
    this.now = now;
  }

  /** Notes in the new state who changed what; what it says of owners itself is believed. */
  void update(ObjectNode before, ObjectNode after) {
    ManagedFields owners =
        ManagedFields.of(after.path("metadata").has("managedFields") ? after : before);
    Comparison comparison = Comparison.of(bare(before), bare(after), shape);
    FieldSet taken = comparison.changed().minus(metadata());
    FieldSet owned = owners.of(manager);
    FieldSet mine = owned.minus(comparison.removed()).plus(taken);
    owners.takeFromOthers(comparison.changed().plus(comparison.removed()), manager);
    if (mine.isEmpty()) {
      owners.owners().remove(manager);
    } else if (!taken.isEmpty()) {
      owners.set(manager, mine, now);
    } else if (owners.owners().containsKey(manager)) {
      owners.set(manager, mine, owners.owners().get(manager).time());
    }
    owners.writeTo(after);
  }

  /**
   * Puts what is applied over the live state, and takes away what this manager applied before and
   * nobody else owns.
   */
  ObjectNode apply(ObjectNode live, ObjectNode applied, boolean force) {
    ManagedFields owners = ManagedFields.of(live);
    FieldSet last = owners.of(manager);
    FieldSet mine = Parts.applied(bare(applied), shape).minus(metadata());
    ObjectNode merged = (ObjectNode) Parts.merge(live.deepCopy(), applied, shape);
    owners.set(manager, mine, timeOf(owners, last, mine));
    FieldSet dropped = last.withNamed(shape).minus(owners.all().withNamed(shape));
    ObjectNode next = (ObjectNode) Parts.without(merged, dropped, shape);
    Comparison comparison = Comparison.of(bare(live), bare(next), shape);
    if (!force) {
      refuseConflicts(owners, comparison.changed());
    }
    owners.takeFromOthers(comparison.changed().plus(comparison.removed()), manager);
    if (mine.isEmpty()) {
      owners.owners().remove(manager);
    }
    if (!comparison.changed().plus(comparison.removed()).isEmpty() && !mine.isEmpty()) {
      owners.set(manager, mine, now);
    }
    owners.writeTo(next);
    return next;
  }

  private String timeOf(ManagedFields owners, FieldSet last, FieldSet mine) {
    ManagedFields.Owned owned = owners.owners().get(manager);
    return owned != null && last.asJson().equals(mine.asJson()) ? owned.time() : now;
  }

  private void refuseConflicts(ManagedFields owners, FieldSet changed) {
    Map<Owner, List<String>> conflicts = new LinkedHashMap<>();
    owners
        .owners()
        .forEach(
            (other, owned) -> {
              List<String> paths = owned.fields().and(changed).paths();
              if (!other.equals(manager) && !paths.isEmpty()) {
                conflicts.put(other, paths);
              }
            });
    if (!conflicts.isEmpty()) {
      throw conflict(conflicts);
    }
  }

  private static Refused conflict(Map<Owner, List<String>> conflicts) {
    ObjectNode details = Json.object();
    ArrayNode causes = details.putArray("causes");
    List<String> lines = new ArrayList<>();
    conflicts.forEach(
        (other, paths) -> {
          paths.forEach(
              path -> causes.add(new Cause("FieldManagerConflict", other.words(), path).asJson()));
          lines.add(
              paths.size() == 1
                  ? other.words() + ": " + paths.get(0)
                  : other.words().replaceFirst("conflict", "conflicts")
                      + ":\n- "
                      + String.join("\n- ", paths));
        });
    String message =
        "Apply failed with %d conflict%s: %s"
            .formatted(causes.size(), causes.size() == 1 ? "" : "s", String.join("\n", lines));
    return new Refused(Answer.json(409, Refusal.status(409, "Conflict", message, details)));
  }

  /** The object without what belongs to the server alone. */
  private static ObjectNode bare(ObjectNode object) {
    ObjectNode bare = object.deepCopy();
    bare.remove(List.of("apiVersion", "kind"));
    Json.within(bare, "metadata").remove(OF_THE_SERVER);
    return bare;
  }

  /** The metadata as a whole has no owner. */
  private static FieldSet metadata() {
    FieldSet set = new FieldSet();
    set.add(List.of("f:metadata"));
    return set;
  }
}
