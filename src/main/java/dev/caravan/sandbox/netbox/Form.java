package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.netbox.Field.Trait;
import dev.caravan.sandbox.netbox.Kind.Unique;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Checks one object of a request: field by field, then as a whole. */
final class Form {

  private final NetBoxVersion version;
  private final Tables tables;
  private final ValueReader values;
  private final MappingRules mappings;
  private final MediaFiles media;

  Form(NetBoxVersion version, Tables tables, ValueReader values, MediaFiles media) {
    this.media = media;
    this.version = version;
    this.tables = tables;
    this.values = values;
    this.mappings = new MappingRules(values, tables);
  }

  /**
   * Fills a draft from a request.
   *
   * @param asked the fields that the request's own choice of fields lets in
   * @param partial whether what is left out stays as it is
   */
  Draft read(
      Kind kind,
      JsonNode body,
      @Nullable Row before,
      boolean partial,
      Predicate<String> asked,
      Problems problems) {
    Draft draft = new Draft(kind, tables, before);
    for (Field field : kind.fields().values()) {
      if (field.writable() && asked.test(field.name())) {
        read(draft, field, body.get(field.name()), partial, problems);
      }
    }
    if (problems.none()) {
      blameLost(draft, asked, problems);
      obey(draft, problems);
    }
    return draft;
  }

  private void read(
      Draft draft, Field field, @Nullable JsonNode value, boolean partial, Problems problems) {
    if (value == null) {
      leaveOut(draft, field, partial, problems);
    } else if (field.type() == FieldType.CUSTOM_FIELDS) {
      noneDefined(field, value, problems);
    } else if (field.type() == FieldType.MAPPINGS) {
      mappings.read(draft, field, value, problems);
    } else {
      accept(draft, field, value, problems);
    }
  }

  /** There are no custom fields here; of all versions 4.4 takes unknown ones without a word. */
  private void noneDefined(Field field, JsonNode value, Problems problems) {
    ObjectNode unknown = JsonNodeFactory.instance.objectNode();
    for (String name : (Iterable<String>) value::fieldNames) {
      if (!version.atLeast(4, 4)) {
        problems.add(Rule.WHOLE, "Unknown field name '" + name + "' in custom field data.");
      } else if (version.mapsPortsManyToMany()) {
        unknown.put(name, "Custom field '" + name + "' does not exist for this object type.");
      }
    }
    if (!unknown.isEmpty()) {
      problems.put(field.name(), unknown);
    }
  }

  private static void leaveOut(Draft draft, Field field, boolean partial, Problems problems) {
    if (partial) {
      return;
    }
    if (field.has(Trait.REQUIRED)) {
      problems.add(
          field.name(),
          field.type() == FieldType.IMAGE ? "No file was submitted." : "This field is required.");
    } else if (draft.isNew()) {
      draft.set(field, field.initial());
    }
  }

  private void accept(Draft draft, Field field, JsonNode value, Problems problems) {
    try {
      Object read =
          field.type() == FieldType.IMAGE && !value.isNull()
              ? media.keep(draft, field, value)
              : values.read(draft.kind(), field, value);
      draft.set(field, read instanceof JsonNode sent ? ModuleProfiles.merged(draft, sent) : read);
    } catch (Refused refused) {
      problems.add(field.name(), refused.words());
      return;
    }
    if (field.has(Trait.UNIQUE)
        && clashes(draft, new Unique(constraint(draft, field), List.of(field.name())))) {
      problems.add(
          field.name(),
          "%s with this %s already exists."
              .formatted(draft.kind().title().toLowerCase(Locale.ROOT), field.name()));
    }
  }

  private static String constraint(Draft draft, Field field) {
    return draft.kind().uniques().stream()
        .filter(unique -> unique.fields().equals(List.of(field.name())))
        .map(Unique::constraint)
        .findFirst()
        .orElse("");
  }

  /** What the request's choice of fields kept out although it is needed. */
  private static void blameLost(Draft draft, Predicate<String> asked, Problems problems) {
    for (Field field : draft.kind().fields().values()) {
      boolean lost = draft.isNew() && field.has(Trait.REQUIRED) && !asked.test(field.name());
      if (lost && !field.pointsElsewhere()) {
        problems.add(field.name(), "This field cannot be blank.");
      }
    }
  }

  private void obey(Draft draft, Problems problems) {
    for (Rule rule : draft.kind().rules()) {
      Optional<Rule.Breach> breach = rule.breach(draft);
      if (breach.isPresent()) {
        problems.add(breach.get().field(), breach.get().message());
        break;
      }
    }
    for (Unique unique : draft.kind().uniques()) {
      if (unique.fields().stream().noneMatch(problems::blame) && clashes(draft, unique)) {
        problems.add(Rule.WHOLE, alreadyThere(draft.kind(), unique));
      }
    }
  }

  private boolean clashes(Draft draft, Unique unique) {
    Long holder = tables.of(draft.kind()).holder(unique, draft.values());
    return holder != null && draft.before().filter(row -> row.id() == holder).isEmpty();
  }

  private static String alreadyThere(Kind kind, Unique unique) {
    List<String> names = unique.fields().stream().map(Form::capitalized).toList();
    int last = names.size() - 1;
    String list =
        last == 0
            ? names.get(0)
            : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    return "%s with this %s already exists.".formatted(kind.title(), list);
  }

  private static String capitalized(String field) {
    String words = field.replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
