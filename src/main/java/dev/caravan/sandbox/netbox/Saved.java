package dev.caravan.sandbox.netbox;

import dev.caravan.sandbox.netbox.Draft.Mapping;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes drafts into objects that stand. Callers hold the lock. */
final class Saved {

  private final Tables tables;
  private final Clock clock;

  Saved(Tables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
  }

  /** Saves a checked draft; PostgreSQL's own constraints still hold. */
  Row save(Draft draft, UUID request) {
    Optional<Row> before = draft.before();
    Row row = before.map(old -> changed(old, draft, request)).orElseGet(() -> made(draft, request));
    if (before.isPresent()) {
      tables.update(row);
    } else {
      tables.insert(row);
    }
    draft.mappings().forEach((field, mappings) -> map(row, field, mappings, request));
    return row;
  }

  private Row made(Draft draft, UUID request) {
    Instant now = clock.instant();
    long id = tables.of(draft.kind()).nextId();
    return new Row(draft.kind(), id, Map.copyOf(draft.values()), now, now, request, null);
  }

  private Row changed(Row old, Draft draft, UUID request) {
    return new Row(
        old.kind(),
        old.id(),
        Map.copyOf(draft.values()),
        old.created(),
        clock.instant(),
        old.createdBy(),
        request);
  }

  /** The list replaces what the port was mapped to; of two for one position the last one wins. */
  private void map(Row port, String fieldName, List<Mapping> mappings, UUID request) {
    Field field = port.kind().field(fieldName).orElseThrow();
    Table table = tables.of(field.target().kind());
    String own = field.target().via();
    String other = MappingRules.other(field);
    List.copyOf(table.pointingAt(own, port.id())).stream()
        .flatMap(id -> table.find(id).stream())
        .forEach(tables::delete);
    Map<Integer, Mapping> byPosition = new HashMap<>();
    mappings.forEach(mapping -> byPosition.put(mapping.position(), mapping));
    byPosition.values().forEach(mapping -> insert(table, port, own, other, mapping, request));
  }

  private void insert(
      Table table, Row port, String own, String other, Mapping mapping, UUID request) {
    Map<String, Object> values =
        Map.of(
            own,
            port.id(),
            own + "_position",
            (long) mapping.position(),
            other,
            mapping.port(),
            other + "_position",
            (long) mapping.portPosition());
    Instant now = clock.instant();
    tables.insert(new Row(table.kind(), table.nextId(), values, now, now, request, null));
  }
}
