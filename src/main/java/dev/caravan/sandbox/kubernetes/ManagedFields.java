package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who owns which fields of one object, as its metadata keeps it. */
final class ManagedFields {

  /**
   * An owner: the same name is another owner for another operation or subresource.
   *
   * @param operation Apply or Update
   */
  record Owner(String name, String operation, String apiVersion, String subresource) {

    boolean applies() {
      return operation.equals("Apply");
    }

    /** Who applies is the same owner in all versions of a kind. */
    private List<String> identity() {
      return List.of(name, operation, applies() ? "" : apiVersion, subresource);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Owner owner && identity().equals(owner.identity());
    }

    @Override
    public int hashCode() {
      return identity().hashCode();
    }

    /** As a conflict names it. */
    String words() {
      String of = subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"";
      return "conflict with \"%s\"%s%s"
          .formatted(name, of, applies() ? "" : " using " + apiVersion);
    }
  }

  /** What an owner has, and since when. */
  record Owned(FieldSet fields, String time) {}

  private static final Comparator<Map.Entry<Owner, Owned>> ORDER =
      Comparator.comparing((Map.Entry<Owner, Owned> each) -> each.getKey().operation())
          .thenComparing(each -> each.getValue().time())
          .thenComparing(each -> each.getKey().name())
          .thenComparing(each -> each.getKey().subresource());

  private final Map<Owner, Owned> owners = new LinkedHashMap<>();

  static ManagedFields of(JsonNode object) {
    ManagedFields fields = new ManagedFields();
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      if (!entry.isEmpty()) {
        fields.owners.put(
            new Owner(
                entry.path("manager").asText(),
                entry.path("operation").asText(),
                entry.path("apiVersion").asText(),
                entry.path("subresource").asText("")),
            new Owned(FieldSet.of(entry.path("fieldsV1")), entry.path("time").asText()));
      }
    }
    return fields;
  }

  Map<Owner, Owned> owners() {
    return owners;
  }

  FieldSet of(Owner manager) {
    Owned owned = owners.get(manager);
    return owned == null ? new FieldSet() : owned.fields();
  }

  /** What anybody owns. */
  FieldSet all() {
    return owners.values().stream().map(Owned::fields).reduce(new FieldSet(), FieldSet::plus);
  }

  void set(Owner manager, FieldSet fields, String time) {
    owners.remove(manager);
    owners.put(manager, new Owned(fields, time));
  }

  /** Takes fields away from all but one. */
  void takeFromOthers(FieldSet fields, Owner keeper) {
    owners.replaceAll(
        (manager, owned) ->
            manager.equals(keeper) ? owned : new Owned(owned.fields().minus(fields), owned.time()));
    owners.entrySet().removeIf(each -> each.getValue().fields().isEmpty());
  }

  void writeTo(ObjectNode object) {
    ArrayNode list = Json.within(object, "metadata").putArray("managedFields");
    owners.entrySet().stream().sorted(ORDER).forEach(each -> list.add(entry(each)));
    if (list.isEmpty()) {
      Json.within(object, "metadata").remove("managedFields");
    }
  }

  private static ObjectNode entry(Map.Entry<Owner, Owned> each) {
    Owner manager = each.getKey();
    ObjectNode entry =
        Json.object(
            "manager", manager.name(),
            "operation", manager.operation(),
            "apiVersion", manager.apiVersion(),
            "time", each.getValue().time(),
            "fieldsType", "FieldsV1",
            "fieldsV1", each.getValue().fields().asJson());
    if (!manager.subresource().isEmpty()) {
      entry.put("subresource", manager.subresource());
    }
    return entry;
  }
}
