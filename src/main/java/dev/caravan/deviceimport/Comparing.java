package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.deviceimport.Reference.Kind;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares the definitions of an import with NetBox and decides what becomes of each. */
final class Comparing {

  private static final int MANUFACTURERS_AT_ONCE = 150;
  private static final int DEFINITIONS_AT_ONCE = 100;

  private final ImportJob job;
  private final boolean updates;
  private final LibraryScope scope;
  private final Books books;
  private final List<DefinitionRow> definitions;
  private final StandingTypes types = new StandingTypes();
  private final StandingReferences manufacturers = new StandingReferences();
  private final Map<Kind, StandingReferences> references = new EnumMap<>(Kind.class);
  private final Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);
  private final List<Standing> toCompare = new ArrayList<>();
  private final UnheardTypes unheard;
  private Map<String, JsonNode> matched = Map.of();

  /** A definition and its type, as NetBox holds it. */
  record Standing(DefinitionRow definition, JsonNode type) {}

  Comparing(ImportJob job, boolean updates, LibraryScope scope, Books books) {
    this.job = job;
    this.updates = updates;
    this.scope = scope;
    this.books = books;
    this.definitions = books.definitions().undecided(job.process());
    this.unheard = new UnheardTypes(job, books);
    for (Kind kind : Kind.values()) {
      references.put(kind, kind == Kind.MANUFACTURERS ? manufacturers : new StandingReferences());
    }
  }

  /**
   * @param locks whether this import is going to write, and so has to be the only one
   */
  List<Turn> turns(boolean locks) {
    return List.of(
        Listing.of(Kind.MANUFACTURERS.path(), ReferenceWriting.FIELDS, manufacturers::add),
        (Stage) () -> locks && books.locks().take(job, keys()).isPresent() ? List.of() : all());
  }

  /** What NetBox calls the manufacturers, or will call them. */
  private Set<String> keys() {
    return definitions.stream()
        .map(definition -> manufacturers.slug(definition.manufacturer()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Turn> all() {
    List<Turn> turns = new ArrayList<>();
    turns.add((Stage) this::listTypes);
    turns.add(Stage.run(() -> matched = types.match(definitions, this::maker)));
    turns.add((Stage) () -> unheard.looks(definitions, matched));
    turns.add(Stage.run(this::decide));
    turns.add(Stage.run(this::warn));
    turns.add((Stage) this::listReferences);
    turns.add(Stage.run(() -> books.references().keep(job.process(), references())));
    turns.add((Stage) this::compare);
    turns.add((Stage) () -> new Leftovers(job, scope, books).turns());
    return turns;
  }

  private List<Turn> listTypes() {
    List<Turn> listings = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      Set<Long> makers =
          definitions.stream()
              .filter(definition -> definition.kind() == kind)
              .map(this::maker)
              .filter(id -> id != 0)
              .collect(Collectors.toCollection(TreeSet::new));
      String fields = updates ? "" : "&" + TypeTarget.KEYS;
      for (List<Long> part : Parts.of(List.copyOf(makers), MANUFACTURERS_AT_ONCE)) {
        String filter =
            part.stream().map(id -> "manufacturer_id=" + id).collect(Collectors.joining("&"));
        listings.add(Listing.of(kind.path(), filter + fields, row -> types.add(kind, row)));
      }
    }
    return listings;
  }

  private long maker(DefinitionRow definition) {
    return manufacturers.id(definition.manufacturer()).orElse(0L);
  }

  private void decide() {
    unheard.settle();
    HalfMade halfMade = new HalfMade(books.journal().halfMade(job.netbox()));
    List<Decision> decisions = new ArrayList<>();
    for (DefinitionRow definition : definitions) {
      JsonNode type = matched.getOrDefault(definition.path(), MissingNode.getInstance());
      long id = type.path("id").asLong();
      if (type.isMissingNode()) {
        decisions.add(Decision.create(definition.path()));
      } else if (halfMade.is(definition.kind(), type)) {
        decisions.add(Decision.complete(definition.path(), id));
      } else if (updates) {
        toCompare.add(new Standing(definition, type));
      } else {
        decisions.add(Decision.leave(definition.path(), id, "skipped"));
      }
    }
    books.definitions().decide(job.process(), decisions);
  }

  /** Only of what is going to be written: what is skipped gets nothing anyhow. */
  private void warn() {
    Unsent unsent = new Unsent(job.version());
    List<String> paths =
        books.definitions().undecided(job.process()).stream().map(DefinitionRow::path).toList();
    for (List<String> part : Parts.of(paths, DEFINITIONS_AT_ONCE)) {
      for (DefinitionRow row : books.definitions().contents(job.process(), part)) {
        unsent
            .of(row)
            .forEach(each -> books.definitions().addProblem(job.process(), row.path(), each));
      }
    }
  }

  /** The manufacturers are listed already: the types were matched by them. */
  private List<Turn> listReferences() {
    List<Turn> listings = new ArrayList<>();
    for (Map.Entry<Kind, StandingReferences> each : references.entrySet()) {
      Kind kind = each.getKey();
      if (!kind.isIn(job.version())) {
        continue;
      }
      Set<String> named = new TreeSet<>(books.references().named(job.process(), kind));
      names.put(kind, named);
      if (!named.isEmpty() && kind != Kind.MANUFACTURERS) {
        listings.add(Listing.of(kind.path(), ReferenceWriting.FIELDS, each.getValue()::add));
      }
    }
    return listings;
  }

  /** What the definitions still to be written refer to, with NetBox's numbers as far as known. */
  private List<Reference> references() {
    books.definitions().undecided(job.process()).stream()
        .map(DefinitionRow::manufacturer)
        .forEach(name -> names.computeIfAbsent(Kind.MANUFACTURERS, k -> new TreeSet<>()).add(name));
    Map<String, Reference> bySlug = new TreeMap<>();
    names.forEach(
        (kind, named) ->
            named.forEach(
                name -> put(bySlug, kind, name, Objects.requireNonNull(references.get(kind)))));
    return List.copyOf(bySlug.values());
  }

  private static void put(
      Map<String, Reference> bySlug, Kind kind, String name, StandingReferences standing) {
    Reference named = Reference.named(kind, name);
    bySlug.putIfAbsent(
        kind.key() + named.slug(), standing.id(name).map(named::standing).orElse(named));
  }

  private List<Turn> compare() {
    References references = books.references().all(job.process());
    return Parts.of(toCompare, ComponentLook.TYPES_AT_ONCE).stream()
        .<Turn>map(part -> (Stage) new UpdatePlanning(job, books, references, part)::turns)
        .toList();
  }
}
