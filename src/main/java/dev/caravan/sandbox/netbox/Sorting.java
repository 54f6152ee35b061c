package dev.caravan.sandbox.netbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The order of a list: the kind's own, with numbers in names in their natural order. */
final class Sorting {

  private record Sorted(long changes, List<Row> rows) {}

  private static final Pattern PARTS = Pattern.compile("\\d+|\\D+");

  private final Tables tables;
  private final Map<String, Sorted> kept = new HashMap<>();

  Sorting(Tables tables) {
    this.tables = tables;
  }

  /** All objects of a kind in its own order; kept until something changes. */
  synchronized List<Row> all(Kind kind) {
    long changes = tables.all().stream().mapToLong(Table::changes).sum();
    Sorted sorted = kept.get(kind.endpoint());
    if (sorted == null || sorted.changes() != changes) {
      sorted = new Sorted(changes, sort(kind));
      kept.put(kind.endpoint(), sorted);
    }
    return sorted.rows();
  }

  /** As {@code ordering=} asks for; what is no field is left out. */
  List<Row> by(Kind kind, String ordering) {
    Comparator<Row> comparator = null;
    for (String term : ordering.split(",", -1)) {
      boolean down = term.startsWith("-");
      String field = down ? term.substring(1) : term;
      if (field.equals("id") || kind.field(field).isPresent()) {
        Comparator<Row> next =
            Comparator.comparing(
                row -> value(row, field), Comparator.nullsLast(Comparator.naturalOrder()));
        next = down ? next.reversed() : next;
        comparator = comparator == null ? next : comparator.thenComparing(next);
      }
    }
    List<Row> rows = new ArrayList<>(all(kind));
    if (comparator != null) {
      rows.sort(comparator.thenComparing(Row::id));
    }
    return rows;
  }

  private List<Row> sort(Kind kind) {
    record Keyed(List<@Nullable String> key, Row row) {}
    List<Keyed> keyed = new ArrayList<>();
    for (Row row : tables.of(kind).rows()) {
      keyed.add(new Keyed(key(row), row));
    }
    keyed.sort(
        Comparator.comparing(Keyed::key, Sorting::compareKeys).thenComparing(k -> k.row().id()));
    return keyed.stream().map(Keyed::row).toList();
  }

  private List<@Nullable String> key(Row row) {
    List<@Nullable String> key = new ArrayList<>();
    for (String path : row.kind().order()) {
      add(key, row, path);
    }
    return key;
  }

  /** A reference is sorted by its target's own order. */
  private void add(List<@Nullable String> key, Row row, String path) {
    Field field = row.kind().fields().get(path);
    if (field == null || !field.pointsElsewhere()) {
      key.add(value(row, path));
      return;
    }
    Optional<Row> target = tables.target(row, field);
    key.add(target.isPresent() ? "" : null);
    target.ifPresent(found -> key.addAll(key(found)));
  }

  private static @Nullable String value(Row row, String path) {
    String field = path.endsWith(".id") ? path.substring(0, path.length() - 3) : path;
    Object value = field.equals("id") ? Long.valueOf(row.id()) : row.value(field);
    return value == null ? null : natural(value.toString());
  }

  private static int compareKeys(List<@Nullable String> one, List<@Nullable String> two) {
    Comparator<@Nullable String> each = Comparator.nullsLast(Comparator.naturalOrder());
    for (int i = 0; i < Math.min(one.size(), two.size()); i++) {
      int order = each.compare(one.get(i), two.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), two.size());
  }

  /** A text whose plain order is the natural one: {@code e2} before {@code e10}. */
  private static String natural(String text) {
    Matcher parts = PARTS.matcher(text.toLowerCase(Locale.ROOT));
    StringBuilder key = new StringBuilder();
    while (parts.find()) {
      String part = parts.group();
      if (Character.isDigit(part.charAt(0))) {
        String digits = part.replaceFirst("^0+(?=\\d)", "");
        key.append('0').append((char) digits.length()).append(digits);
      } else {
        key.append(part);
      }
    }
    return key.toString();
  }
}
