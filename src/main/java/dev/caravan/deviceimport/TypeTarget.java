package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.deviceimport.Reference.Kind;
import dev.caravan.netbox.BulkTarget;
import dev.caravan.netbox.BulkUpdateTarget;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Made;
import dev.caravan.netbox.Origin;
import dev.caravan.netbox.Patch;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Types of one kind: creates them, or sets properties of those that stand. */
final class TypeTarget implements BulkTarget<DefinitionRow>, BulkUpdateTarget<DefinitionRow> {

  /** What tells which type a row is, and whether it is still the same one. */
  static final String KEYS = "fields=id,manufacturer,model,slug,created";

  private final Workbench bench;
  private final References references;
  private final TypeKind kind;
  private final Set<String> refused = new HashSet<>();
  private final Sending sending;

  TypeTarget(Workbench bench, References references, TypeKind kind) {
    this.bench = bench;
    this.references = references;
    this.kind = kind;
    this.sending = new Sending(bench);
  }

  @Override
  public String path() {
    return kind.path();
  }

  @Override
  public JsonNode body(DefinitionRow item) {
    return bench.translation().type(kind, item.content(), manufacturer(item));
  }

  private long manufacturer(DefinitionRow item) {
    return references.id(Kind.MANUFACTURERS, item.manufacturer()).orElse(0L);
  }

  @Override
  public boolean is(DefinitionRow item, JsonNode row) {
    boolean bySlug = kind.hasSlug() && row.path("slug").asText().equals(item.slug().strip());
    boolean byModel = row.path("model").asText().equals(item.model().strip());
    return row.path("manufacturer").path("id").asLong() == manufacturer(item)
        && (bySlug || byModel);
  }

  @Override
  public boolean wanted(DefinitionRow item) {
    return !refused.contains(item.path());
  }

  @Override
  public String mark() {
    return bench.job().mark();
  }

  @Override
  public String model() {
    return "dcim." + kind.model();
  }

  @Override
  public void intended(List<DefinitionRow> items) {
    sending.leaves(path(), items.size());
    bench
        .books()
        .sent()
        .types(bench.job().process(), items.stream().map(DefinitionRow::path).toList());
  }

  @Override
  public void notSent(List<DefinitionRow> items) {
    bench
        .books()
        .sent()
        .notSent(bench.job().process(), items.stream().map(DefinitionRow::path).toList());
  }

  @Override
  public void settled() {
    sending.over();
  }

  @Override
  public void created(List<Made<DefinitionRow>> made) {
    stand(made, made.stream().map(TypeTarget::entry).toList());
    bench.books().written().keep(bench.job(), made.stream().map(this::wrote).toList());
  }

  private void stand(List<Made<DefinitionRow>> made, List<JournalEntry> entries) {
    bench.books().journal().write(bench.job(), entries);
    Map<String, Long> ids = new HashMap<>();
    made.forEach(each -> ids.put(each.item().path(), each.id()));
    bench.books().definitions().stands(bench.job().process(), ids);
    bench.progress().accept(made.size());
  }

  private static JournalEntry entry(Made<DefinitionRow> made) {
    DefinitionRow item = made.item();
    String stamp = made.row().path("created").asText();
    return JournalEntry.halfMade(
        item.kind().plural(), made.id(), item.model(), item.path(), stamp, true);
  }

  private Written wrote(Made<DefinitionRow> made) {
    ObjectNode fields = bench.translation().type(kind, made.item().content(), 0);
    fields.remove("manufacturer");
    return Written.type(made.item(), made.id(), Written.stampOf(made.row()), true, fields);
  }

  /**
   * Whoever was faster keeps the type: only our own is gone on with. What can be our own, as nobody
   * made it before it was sent, is gone on with too, but will never be deleted.
   */
  @Override
  public void found(List<Made<DefinitionRow>> standing, Origin origin) {
    for (Made<DefinitionRow> each : standing) {
      JournalEntry entry = entry(each);
      String other = bench.books().journal().madeFor(bench.job(), entry).orElse("");
      if (!other.isEmpty()) {
        refuse(
            each.item(), ImportProblem.error("", "twin", "%s is the same type".formatted(other)));
      } else if (origin == Origin.OURS) {
        created(List.of(each));
      } else if (origin == Origin.UNKNOWN && maybe(each, entry)) {
        stand(List.of(each), List.of(entry.uncertain()));
      } else {
        tell(each.item(), origin);
        bench
            .books()
            .definitions()
            .decide(
                bench.job().process(),
                List.of(Decision.leave(each.item().path(), each.id(), "skipped")));
      }
    }
  }

  private boolean maybe(Made<DefinitionRow> found, JournalEntry entry) {
    return !bench.books().journal().madeByAnother(bench.job(), entry)
        && bench
            .books()
            .sent()
            .typeAt(bench.job().process(), found.item().path())
            .filter(at -> SentType.notBefore(found.row(), at))
            .isPresent();
  }

  private void tell(DefinitionRow item, Origin origin) {
    String message =
        origin == Origin.OTHERS
            ? "somebody else made this type meanwhile: it is left as it is"
            : "it is not known who made this type: it is left as it is";
    bench
        .books()
        .definitions()
        .addProblem(
            bench.job().process(), item.path(), ImportProblem.warning("", "not-ours", message));
  }

  @Override
  public void refused(DefinitionRow item, JsonNode errors) {
    refuse(item, ImportProblem.ofNetBox("", errors));
  }

  /** Nothing of it was written yet: there is nothing to take back. */
  void refuse(DefinitionRow item, ImportProblem problem) {
    refused.add(item.path());
    bench.books().definitions().addProblem(bench.job().process(), item.path(), problem);
    bench
        .books()
        .definitions()
        .finish(bench.job().process(), Map.of(item.path(), Outcomes.REFUSED));
  }

  @Override
  public List<? extends Turn> look(List<DefinitionRow> items, Consumer<JsonNode> row) {
    String makers =
        items.stream()
            .map(item -> "manufacturer_id=" + manufacturer(item))
            .distinct()
            .collect(Collectors.joining("&"));
    return List.of(Listing.of(path(), makers + "&" + KEYS, row));
  }

  /** Written down before: a crash in between must not make it somebody else's. */
  @Override
  public void changing(List<Patch<DefinitionRow>> patches) {
    bench.books().journal().intend(bench.job(), entries(patches));
    bench
        .books()
        .written()
        .keep(bench.job(), patches.stream().map(patch -> written(patch.item(), false)).toList());
  }

  private List<JournalEntry> entries(List<Patch<DefinitionRow>> patches) {
    return patches.stream()
        .map(
            patch ->
                JournalEntry.updated(
                    kind.plural(),
                    patch.id(),
                    patch.item().model(),
                    patch.item().path(),
                    patch.item().plan().path("before"),
                    patch.changes()))
        .toList();
  }

  /** What the library doesn't say any more is forgotten only now that it is gone. */
  @Override
  public void updated(List<Patch<DefinitionRow>> patches) {
    bench.books().journal().write(bench.job(), entries(patches));
    bench
        .books()
        .written()
        .keep(bench.job(), patches.stream().map(patch -> written(patch.item(), true)).toList());
    bench
        .books()
        .definitions()
        .move(
            bench.job().process(),
            patches.stream().map(patch -> patch.item().path()).toList(),
            State.STANDING);
  }

  private static Written written(DefinitionRow row, boolean forgets) {
    return Written.type(row, row.typeId(), null, false, UpdatePlan.wrote(row, forgets));
  }

  @Override
  public void refused(Patch<DefinitionRow> patch, JsonNode errors) {
    bench.books().journal().withdraw(bench.job(), kind.plural(), patch.id());
    refused(patch.item(), errors);
  }
}
