package dev.caravan.sandbox.netbox;

import dev.caravan.sandbox.http.Query;
import dev.caravan.sandbox.netbox.Field.Link;
import dev.caravan.sandbox.netbox.Field.Trait;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Turns query parameters into a choice of objects; parameters that are no filter are ignored. */
final class Filters {

  /** A filter's value that NetBox refuses. */
  static final class BadFilter extends Exception {
    private final String parameter;

    BadFilter(String parameter, String message) {
      super(message, null, false, false);
      this.parameter = parameter;
    }

    String parameter() {
      return parameter;
    }

    String words() {
      return String.valueOf(getMessage());
    }
  }

  private static final Map<String, Set<String>> PRESENCE =
      Map.of("pass_through_ports", Set.of("front_port_template_count", "rear_port_template_count"));

  private final Tables tables;
  private final Choices choices;
  private final ReferenceFilters references;

  Filters(Tables tables, Choices choices) {
    this.tables = tables;
    this.choices = choices;
    this.references = new ReferenceFilters(tables);
  }

  Predicate<Row> of(Kind kind, Query query) throws BadFilter {
    Predicate<Row> all = row -> true;
    for (Map.Entry<String, List<String>> parameter : query.parameters().entrySet()) {
      Optional<Predicate<Row>> filter = filter(kind, parameter.getKey(), parameter.getValue());
      if (filter.isPresent()) {
        all = all.and(filter.get());
      }
    }
    return all;
  }

  private Optional<Predicate<Row>> filter(Kind kind, String parameter, List<String> values)
      throws BadFilter {
    int split = parameter.indexOf("__");
    String name = split < 0 ? parameter : parameter.substring(0, split);
    String lookup = split < 0 ? "" : parameter.substring(split + 2);
    return switch (name) {
      case "id" -> Comparisons.numbers(parameter, lookup, values, Row::id);
      case "created" -> Comparisons.times(parameter, lookup, values, Row::created);
      case "last_updated" -> Comparisons.times(parameter, lookup, values, Row::updated);
      case "created_by_request", "updated_by_request", "modified_by_request" ->
          lookup.isEmpty() ? Optional.of(byRequest(name, values)) : Optional.empty();
      case "q" -> Optional.of(search(values));
      case "tag" -> throw notAvailable(parameter, values.get(0));
      default -> field(kind, parameter, name, lookup, values);
    };
  }

  private Optional<Predicate<Row>> field(
      Kind kind, String parameter, String name, String lookup, List<String> values)
      throws BadFilter {
    Field field = kind.fields().get(name);
    if (field == null) {
      return name.endsWith("_id")
          ? references.byId(kind, parameter, name, lookup, values)
          : presence(kind, name, values);
    }
    if (field.has(Trait.UNFILTERED)) {
      return Optional.empty();
    }
    return switch (field.type()) {
      case TEXT, SLUG, COLOR, ADDRESS, CONTENT_TYPE ->
          Comparisons.texts(lookup, values, row -> row.text(name));
      case KEY ->
          name.equals("object_id")
              ? Comparisons.numbers(parameter, lookup, values, row -> row.value(name))
              : Optional.empty();
      case INTEGER, DECIMAL ->
          Comparisons.numbers(parameter, lookup, values, row -> row.value(name));
      case COUNT ->
          Comparisons.numbers(
              parameter, lookup, values, row -> tables.count(field.target(), row.id()));
      case BOOLEAN -> lookup.isEmpty() ? yesOrNo(name, values) : Optional.empty();
      case CHOICE -> choice(kind, field, parameter, lookup, values);
      case REFERENCE -> references.bySlug(field, parameter, lookup, values);
      default -> Optional.empty();
    };
  }

  private static Optional<Predicate<Row>> yesOrNo(String name, List<String> values) {
    String wanted = values.get(values.size() - 1).toLowerCase(Locale.ROOT);
    return wanted.equals("true") || wanted.equals("false")
        ? Optional.of(row -> Boolean.valueOf(wanted).equals(row.value(name)))
        : Optional.empty();
  }

  private Optional<Predicate<Row>> choice(
      Kind kind, Field field, String parameter, String lookup, List<String> values)
      throws BadFilter {
    if (lookup.isEmpty() || lookup.equals("n")) {
      for (String value : values) {
        if (!choices.of(kind, field).containsKey(value) && !value.equals("null")) {
          throw notAvailable(parameter, value);
        }
      }
    }
    return Comparisons.texts(lookup, values, row -> row.text(field.name()));
  }

  /** Such as {@code interfaces=true}: types that have any. */
  private Optional<Predicate<Row>> presence(Kind kind, String name, List<String> values) {
    String wanted = values.get(values.size() - 1).toLowerCase(Locale.ROOT);
    Set<String> counters =
        PRESENCE.getOrDefault(name, Set.of(name.replaceAll("s$", "") + "_template_count"));
    List<Link> links =
        counters.stream()
            .flatMap(counter -> kind.field(counter).stream())
            .map(Field::target)
            .toList();
    if (links.isEmpty() || !(wanted.equals("true") || wanted.equals("false"))) {
      return Optional.empty();
    }
    Predicate<Row> any = row -> links.stream().anyMatch(link -> tables.count(link, row.id()) > 0);
    return Optional.of(wanted.equals("true") ? any : any.negate());
  }

  private static Predicate<Row> byRequest(String name, List<String> values) throws BadFilter {
    UUID request = uuid(name, values.get(values.size() - 1));
    return row ->
        (!name.startsWith("updated") && request.equals(row.createdBy()))
            || (!name.startsWith("created") && request.equals(row.updatedBy()));
  }

  private static UUID uuid(String parameter, String value) throws BadFilter {
    try {
      return UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      throw new BadFilter(parameter, "Enter a valid UUID.");
    }
  }

  private Predicate<Row> search(List<String> values) {
    String wanted = values.get(values.size() - 1).strip().toLowerCase(Locale.ROOT);
    return row ->
        java.util.stream.Stream.of(
                    "name", "slug", "model", "part_number", "part_id", "description", "comments")
                .anyMatch(field -> row.text(field).toLowerCase(Locale.ROOT).contains(wanted))
            || row.kind()
                .field("manufacturer")
                .filter(Field::pointsElsewhere)
                .flatMap(field -> tables.target(row, field))
                .filter(maker -> maker.text("name").toLowerCase(Locale.ROOT).contains(wanted))
                .isPresent();
  }

  static BadFilter notAvailable(String parameter, String value) {
    return new BadFilter(
        parameter, "Select a valid choice. " + value + " is not one of the available choices.");
  }
}
