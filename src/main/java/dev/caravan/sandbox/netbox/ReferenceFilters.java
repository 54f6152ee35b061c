package dev.caravan.sandbox.netbox;

import dev.caravan.sandbox.netbox.Field.Link;
import dev.caravan.sandbox.netbox.Field.OnDelete;
import dev.caravan.sandbox.netbox.Filters.BadFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Filters by what an object points at: by id, by slug, by mapping. */
final class ReferenceFilters {

  private final Tables tables;

  ReferenceFilters(Tables tables) {
    this.tables = tables;
  }

  /** Such as {@code manufacturer_id=7}: an id that is not there is refused. */
  Optional<Predicate<Row>> byId(
      Kind kind, String parameter, String name, String lookup, List<String> values)
      throws BadFilter {
    Field field = kind.fields().get(name.substring(0, name.length() - "_id".length()));
    if (field == null && name.equals("rear_port_id")) {
      return mappedTo(kind, parameter, values);
    }
    boolean plain = lookup.isEmpty() || lookup.equals("n");
    if (field == null || !plain || !field.pointsElsewhere()) {
      return Optional.empty();
    }
    Set<Long> ids = new HashSet<>();
    for (String value : values) {
      ids.add(value.equals("null") ? 0L : existing(parameter, field.target(), value));
    }
    return Optional.of(pointing(field, lookup, ids));
  }

  /** From 4.5 on: front ports with any position on one of these rear ports. */
  private Optional<Predicate<Row>> mappedTo(Kind kind, String parameter, List<String> values)
      throws BadFilter {
    Field field = kind.fields().get("rear_ports");
    if (field == null) {
      return Optional.empty();
    }
    Table mappings = tables.of(field.target().kind());
    Set<Long> fronts = new HashSet<>();
    for (String value : values) {
      long rear = existing(parameter, new Link("rear-port-templates", "", OnDelete.CASCADE), value);
      mappings.pointingAt("rear_port", rear).stream()
          .flatMap(id -> mappings.find(id).stream())
          .map(mapping -> mapping.reference("front_port"))
          .filter(Objects::nonNull)
          .forEach(fronts::add);
    }
    return Optional.of(row -> fronts.contains(row.id()));
  }

  private long existing(String parameter, Link link, String value) throws BadFilter {
    if (!value.matches("\\d{1,18}")) {
      throw new BadFilter(parameter, "“" + value + "” is not a valid value.");
    }
    long id = Long.parseLong(value);
    if (tables.of(link.kind()).find(id).isEmpty()) {
      throw Filters.notAvailable(parameter, value);
    }
    return id;
  }

  /** Manufacturers and roles may be named by their slug, types may not. */
  Optional<Predicate<Row>> bySlug(Field field, String parameter, String lookup, List<String> values)
      throws BadFilter {
    boolean named = field.name().equals("manufacturer") || field.name().equals("role");
    if (!named || !(lookup.isEmpty() || lookup.equals("n"))) {
      return Optional.empty();
    }
    Set<Long> ids = new HashSet<>();
    for (String value : values) {
      ids.add(
          tables.of(field.target().kind()).rows().stream()
              .filter(row -> row.is("slug", value))
              .findFirst()
              .orElseThrow(() -> Filters.notAvailable(parameter, value))
              .id());
    }
    return Optional.of(pointing(field, lookup, ids));
  }

  private static Predicate<Row> pointing(Field field, String lookup, Set<Long> ids) {
    Predicate<Row> points =
        row -> {
          Long id = row.reference(field.name());
          return ids.contains(id == null ? 0L : id);
        };
    return lookup.equals("n") ? points.negate() : points;
  }
}
