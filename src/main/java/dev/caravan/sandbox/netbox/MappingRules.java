package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.netbox.Draft.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which position of a front port belongs to which of a rear port, from 4.5 on. NetBox checks less
 * here than elsewhere: neither the other port's owner nor its number of positions.
 */
final class MappingRules {

  private static final Field POSITION = Field.integer("position", 1, 1024);

  private final ValueReader values;
  private final Tables tables;

  MappingRules(ValueReader values, Tables tables) {
    this.values = values;
    this.tables = tables;
  }

  static Optional<Rule.Breach> enoughPositions(Draft draft) {
    Field field = mappingField(draft.kind());
    if (field == null || draft.isNew()) {
      return Optional.empty();
    }
    long count =
        draft.before().map(row -> draft.tables().count(field.target(), row.id())).orElse(0L);
    return draft.number("positions").longValue() < count
        ? Rule.field(
            "positions",
            "The number of positions cannot be less than the number of mapped %s templates (%d)"
                .formatted(other(field).replace('_', ' '), count))
        : Optional.empty();
  }

  /** Reads the list of mappings of a port into the draft. */
  void read(Draft draft, Field field, JsonNode list, Problems problems) {
    if (list.isNull()) {
      problems.add(field.name(), "This field may not be null.");
      return;
    }
    ObjectNode errors = JsonNodeFactory.instance.objectNode();
    List<Mapping> mappings = new ArrayList<>();
    if (list.isArray()) {
      for (int i = 0; i < list.size(); i++) {
        ObjectNode wrong = JsonNodeFactory.instance.objectNode();
        read(draft, field, list.get(i), wrong).ifPresent(mappings::add);
        if (!wrong.isEmpty()) {
          errors.set(Integer.toString(i), wrong);
        }
      }
    } else {
      errors
          .putArray(Rule.WHOLE)
          .add("Expected a list of items but got type \"" + Python.type(list) + "\".");
    }
    if (errors.isEmpty()) {
      draft.mappings().put(field.name(), mappings);
    } else {
      problems.put(field.name(), errors);
    }
  }

  private Optional<Mapping> read(Draft draft, Field field, JsonNode item, ObjectNode wrong) {
    if (!item.isObject()) {
      wrong.setAll(Problems.noObject(Rule.WHOLE, item));
      return Optional.empty();
    }
    String other = other(field);
    Field port =
        Field.of(other, FieldType.KEY)
            .linked(
                new Field.Link(other.replace('_', '-') + "-templates", "", Field.OnDelete.CASCADE));
    Field otherPosition = Field.integer(other + "_position", 1, 1024).starting(1L);
    Object position = value(draft, POSITION, item, wrong);
    Object target = value(draft, port, item, wrong);
    Object targetPosition = value(draft, otherPosition, item, wrong);
    if (!(position instanceof Long here
        && target instanceof Long there
        && targetPosition instanceof Long where)) {
      return Optional.empty();
    }
    Mapping mapping = new Mapping(here.intValue(), there, where.intValue());
    if (taken(draft, field, mapping)) {
      wrong
          .putArray(Rule.WHOLE)
          .add("The fields %s, %s_position must make a unique set.".formatted(other, other));
    }
    return Optional.of(mapping);
  }

  private @Nullable Object value(Draft draft, Field field, JsonNode item, ObjectNode wrong) {
    JsonNode given = item.get(field.name());
    if (given == null) {
      if (field.initial() == null) {
        wrong.putArray(field.name()).add("This field is required.");
      }
      return field.initial();
    }
    try {
      return values.read(draft.kind(), field, given);
    } catch (Refused refused) {
      wrong.putArray(field.name()).add(refused.words());
      return null;
    }
  }

  /** Whether the other port's position belongs to somebody else already. */
  private boolean taken(Draft draft, Field field, Mapping mapping) {
    String other = other(field);
    Table table = tables.of(field.target().kind());
    for (long id : table.pointingAt(other, mapping.port())) {
      Row row = table.find(id).orElseThrow();
      boolean mine =
          draft
              .before()
              .filter(self -> self.id() == reference(row, field.target().via()))
              .isPresent();
      if (!mine && Long.valueOf(mapping.portPosition()).equals(row.value(other + "_position"))) {
        return true;
      }
    }
    return false;
  }

  private static long reference(Row row, String field) {
    Long id = row.reference(field);
    return id == null ? 0 : id;
  }

  /** Which port stands on the other side of this field. */
  static String other(Field field) {
    return field.name().substring(0, field.name().length() - 1);
  }

  private static @Nullable Field mappingField(Kind kind) {
    for (Map.Entry<String, Field> entry : kind.fields().entrySet()) {
      if (entry.getValue().type() == FieldType.MAPPINGS) {
        return entry.getValue();
      }
    }
    return null;
  }
}
