package dev.caravan.sandbox.netbox;

import dev.caravan.sandbox.netbox.Filters.BadFilter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lookups of a filter ({@code __ic}, {@code __gte} ...); an unknown one is no filter. */
final class Comparisons {

  private static final Set<String> ORDERED = Set.of("", "n", "gt", "gte", "lt", "lte", "empty");

  private Comparisons() {}

  /** Any value will do; a negated lookup is fulfilled where none does. An empty value is none. */
  static Optional<Predicate<Row>> texts(
      String lookup, List<String> values, Function<Row, String> field) {
    if (lookup.equals("empty")) {
      boolean wanted = values.contains("true") || values.contains("True");
      return Optional.of(row -> field.apply(row).isEmpty() == wanted);
    }
    List<String> wanted = values.stream().filter(value -> !value.isEmpty()).toList();
    boolean negated = lookup.startsWith("n");
    BiPredicate<String, String> matches = textual(negated ? lookup.substring(1) : lookup);
    if (matches == null || wanted.isEmpty()) {
      return Optional.empty();
    }
    Predicate<Row> any =
        row -> wanted.stream().anyMatch(value -> matches.test(field.apply(row), value));
    return Optional.of(negated ? any.negate() : any);
  }

  private static @Nullable BiPredicate<String, String> textual(String lookup) {
    return switch (lookup) {
      case "" -> String::equals;
      case "ie" -> String::equalsIgnoreCase;
      case "ic" -> (text, part) -> lower(text).contains(lower(part));
      case "isw" -> (text, part) -> lower(text).startsWith(lower(part));
      case "iew" -> (text, part) -> lower(text).endsWith(lower(part));
      case "regex" -> (text, regex) -> Pattern.compile(regex).matcher(text).find();
      case "iregex" ->
          (text, regex) -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(text).find();
      default -> null;
    };
  }

  static Optional<Predicate<Row>> numbers(
      String parameter, String lookup, List<String> values, Function<Row, @Nullable Object> field)
      throws BadFilter {
    if (!ORDERED.contains(lookup)) {
      return Optional.empty();
    }
    List<BigDecimal> wanted = new ArrayList<>();
    for (String value : values) {
      if (!value.isEmpty() && !lookup.equals("empty")) {
        wanted.add(number(parameter, value));
      }
    }
    if (lookup.equals("empty")) {
      boolean empty = values.contains("true") || values.contains("True");
      return Optional.of(row -> (field.apply(row) == null) == empty);
    }
    return ordered(lookup, wanted, row -> decimal(field.apply(row)));
  }

  static Optional<Predicate<Row>> times(
      String parameter, String lookup, List<String> values, Function<Row, Instant> field)
      throws BadFilter {
    if (!ORDERED.contains(lookup)) {
      return Optional.empty();
    }
    List<Instant> wanted = new ArrayList<>();
    for (String value : values) {
      if (!value.isEmpty()) {
        wanted.add(time(parameter, value));
      }
    }
    return ordered(lookup, wanted, field);
  }

  private static <T extends Comparable<T>> Optional<Predicate<Row>> ordered(
      String lookup, List<T> wanted, Function<Row, @Nullable T> field) {
    Predicate<Integer> sign =
        switch (lookup) {
          case "", "n" -> order -> order == 0;
          case "gt" -> order -> order > 0;
          case "gte" -> order -> order >= 0;
          case "lt" -> order -> order < 0;
          case "lte" -> order -> order <= 0;
          default -> null;
        };
    if (sign == null || wanted.isEmpty()) {
      return Optional.empty();
    }
    Predicate<Row> any =
        row -> {
          T value = field.apply(row);
          return value != null
              && wanted.stream().anyMatch(other -> sign.test(value.compareTo(other)));
        };
    return Optional.of(lookup.equals("n") ? any.negate() : any);
  }

  private static BigDecimal number(String parameter, String value) throws BadFilter {
    try {
      return new BigDecimal(value);
    } catch (NumberFormatException e) {
      boolean decimal = parameter.startsWith("u_height") || parameter.startsWith("weight");
      throw new BadFilter(parameter, decimal ? "Enter a number." : "Enter a whole number.");
    }
  }

  private static @Nullable BigDecimal decimal(@Nullable Object value) {
    return value instanceof Number ? new BigDecimal(value.toString()) : null;
  }

  private static Instant time(String parameter, String value) throws BadFilter {
    String iso = value.replace(' ', 'T');
    try {
      if (iso.length() == "2026-01-01".length()) {
        return LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      return iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new BadFilter(parameter, "Enter a valid date/time.");
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
