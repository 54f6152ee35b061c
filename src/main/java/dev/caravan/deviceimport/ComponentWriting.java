package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.BulkCreate;
import dev.caravan.netbox.BulkUpdate;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Patch;
import dev.caravan.netbox.Pause;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes the components of some types, kind by kind; nobody else touches these types meanwhile.
 *
 * <p>A definition that was at work before a crash is looked at first, and what stands is adopted. A
 * definition of which NetBox refuses a part is taken back at the end.
 */
final class ComponentWriting {

  private final Workbench bench;
  private final Collection<String> paths;
  private final List<ComponentKind> kinds;
  private final List<DefinitionWork> works = new ArrayList<>();
  private final Resumption resumption;
  private final List<Patch<ComponentWork>> narrower = new ArrayList<>();
  private final Set<ComponentWork> changed = new HashSet<>();
  private PortMoves moves;

  ComponentWriting(Workbench bench, Collection<String> paths, List<ComponentKind> kinds) {
    this.bench = bench;
    this.paths = paths;
    this.kinds = kinds;
    this.resumption = new Resumption(bench);
    this.moves = new PortMoves(bench, List.of());
  }

  List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    turns.add(Stage.run(this::load));
    turns.add((Stage) resumption::stillThere);
    for (ComponentKind kind : kinds) {
      ComponentTarget target = new ComponentTarget(bench, kind);
      turns.add((Stage) () -> settled(kind));
      turns.add((Stage) () -> resumption.look(kind));
      if (kind == ComponentKind.FRONT_PORTS) {
        turns.add((Stage) this::free);
      }
      if (kind == ComponentKind.INVENTORY_ITEMS) {
        turns.add((Stage) () -> new StoodForLook(works).turns());
      }
      turns.add((Stage) () -> write(kind, target, 0));
      if (kind == ComponentKind.FRONT_PORTS) {
        turns.add((Stage) this::settle);
      }
      if (kind == ComponentKind.INTERFACES) {
        turns.add((Stage) () -> bridge(target));
      }
    }
    turns.add((Stage) () -> new TakingBack(bench, works).turns());
    turns.add(Stage.run(this::finish));
    return turns;
  }

  /**
   * Where NetBox would take the same again, it is waited until nothing that a dead node sent can be
   * at work any more: a look before that could miss it.
   */
  private List<Turn> settled(ComponentKind kind) {
    boolean unique = kind != ComponentKind.INVENTORY_ITEMS;
    boolean nothing = unique || works.stream().noneMatch(work -> work.touches(kind));
    return nothing || !bench.books().sent().atWork(bench.job().process(), kind.path())
        ? List.of()
        : List.of(new Pause(Duration.ofSeconds(2)), (Stage) () -> settled(kind));
  }

  private void load() {
    ImportStore store = bench.books().definitions();
    store.contents(bench.job().process(), paths).stream()
        .map(DefinitionWork::new)
        .forEach(works::add);
    store.move(
        bench.job().process(),
        works.stream()
            .map(DefinitionWork::row)
            .filter(row -> row.state() == State.STANDING)
            .map(DefinitionRow::path)
            .toList(),
        State.WRITING);
    remember();
    resumption.recall(works, kinds);
    works.forEach(this::refuseTwins);
  }

  private void remember() {
    for (TypeKind kind : TypeKind.values()) {
      List<DefinitionWork> updates =
          works.stream()
              .filter(work -> work.row().kind() == kind && !work.row().action().owned())
              .toList();
      WrittenObjects written =
          bench
              .books()
              .written()
              .of(
                  bench.job().netbox(),
                  kind,
                  updates.stream().map(work -> work.row().typeId()).toList());
      updates.forEach(work -> work.remember(written));
    }
  }

  private void refuseTwins(DefinitionWork work) {
    for (ComponentWork twin : work.twins()) {
      String message =
          "another of the %s is called '%s' too".formatted(twin.kind().libraryKey(), twin.name());
      bench.refuse(work, ImportProblem.error(twin.pointer() + "/name", "duplicate-name", message));
    }
  }

  /** What others are a part of comes before them; at the end what has waited for the last. */
  private List<Turn> write(ComponentKind kind, ComponentTarget target, int depth) {
    boolean more = components(kind).anyMatch(component -> component.depth() > depth);
    Stage next =
        more ? () -> write(kind, target, depth + 1) : () -> change(kind, target, each -> true);
    return List.of(
        create(kind, target, depth),
        (Stage) () -> change(kind, target, each -> isReady(each, depth)),
        next);
  }

  private boolean isReady(ComponentWork component, int depth) {
    return component.depth() == depth && Translation.knowsAll(component);
  }

  private Turn create(ComponentKind kind, ComponentTarget target, int depth) {
    List<ComponentWork> missing = new ArrayList<>();
    components(kind)
        .filter(component -> component.depth() == depth)
        .filter(component -> !component.definition().knows(component))
        .forEach(
            component ->
                bench
                    .translation()
                    .obstacle(component)
                    .ifPresentOrElse(
                        problem -> bench.refuse(component.definition(), problem),
                        () -> missing.add(component)));
    return BulkCreate.of(target, bench.size(), missing);
  }

  /** Components that stood before and differ. */
  private List<Turn> change(
      ComponentKind kind, ComponentTarget target, Predicate<ComponentWork> now) {
    List<Patch<ComponentWork>> patches = new ArrayList<>();
    components(kind)
        .filter(component -> !owned(component) && now.test(component))
        .forEach(
            component -> {
              JsonNode row = component.standing();
              if (row != null && changed.add(component)) {
                Change change = bench.translation().change(component, row);
                if (!change.isEmpty() && isPossible(component)) {
                  patches.add(new Patch<>(component, row.path("id").asLong(), change.after()));
                }
              }
            });
    List<Patch<ComponentWork>> wide =
        kind == ComponentKind.REAR_PORTS ? patches.stream().filter(this::isNow).toList() : patches;
    return List.of(BulkUpdate.of(target, bench.size(), wide));
  }

  private boolean isPossible(ComponentWork component) {
    Optional<ImportProblem> obstacle = bench.translation().obstacle(component);
    obstacle.ifPresent(problem -> bench.refuse(component.definition(), problem));
    return obstacle.isEmpty();
  }

  /** A rear port gets narrower only when its front ports have moved. */
  private boolean isNow(Patch<ComponentWork> patch) {
    JsonNode row = patch.item().standing();
    int before = row == null ? 0 : row.path("positions").asInt();
    boolean later = patch.changes().path("positions").asInt(before) < before;
    if (later) {
      narrower.add(patch);
    }
    return !later;
  }

  private List<Turn> free() {
    moves =
        new PortMoves(
            bench,
            works.stream()
                .filter(work -> !work.refused() && !work.row().action().owned())
                .filter(work -> work.touches(ComponentKind.FRONT_PORTS))
                .toList());
    return moves.free();
  }

  private List<Turn> settle() {
    ComponentTarget rearPorts = new ComponentTarget(bench, ComponentKind.REAR_PORTS);
    List<Turn> turns = new ArrayList<>(moves.settle());
    turns.add(BulkUpdate.of(rearPorts, bench.size(), narrower));
    return turns;
  }

  /** Interfaces that we made: their bridges can be named only now that all of them are there. */
  private List<Turn> bridge(ComponentTarget target) {
    List<Patch<ComponentWork>> patches = new ArrayList<>();
    components(ComponentKind.INTERFACES)
        .filter(component -> component.standing() == null || owned(component))
        .forEach(
            component ->
                Translation.bridge(component)
                    .ifPresent(bridge -> patches.add(bridgePatch(component, bridge))));
    return List.of(BulkUpdate.of(target, bench.size(), patches));
  }

  private static Patch<ComponentWork> bridgePatch(ComponentWork component, long bridge) {
    ObjectNode change = JsonNodeFactory.instance.objectNode().put("bridge", bridge);
    long id = component.definition().id(component).orElseThrow();
    return new Patch<>(component, id, change);
  }

  private static boolean owned(ComponentWork component) {
    return component.definition().row().action().owned();
  }

  private Stream<ComponentWork> components(ComponentKind kind) {
    return works.stream()
        .filter(work -> !work.refused() && work.touches(kind))
        .flatMap(work -> work.components(kind).stream());
  }

  /** Inventory items come later, by another writer: who has some is not done yet. */
  private void finish() {
    boolean last = kinds.contains(ComponentKind.INVENTORY_ITEMS);
    List<DefinitionRow> whole =
        works.stream()
            .filter(work -> !work.refused())
            .filter(work -> last || !work.has(ComponentKind.INVENTORY_ITEMS))
            .map(DefinitionWork::row)
            .toList();
    Journal journal = bench.books().journal();
    for (TypeKind kind : TypeKind.values()) {
      journal.complete(
          bench.job(),
          kind,
          whole.stream().filter(row -> row.kind() == kind).map(DefinitionRow::typeId).toList());
    }
    List<String> finished = whole.stream().map(DefinitionRow::path).toList();
    journal.confirm(bench.job(), finished);
    Set<String> touched = journal.touched(bench.job(), finished);
    bench.books().definitions().finish(bench.job().process(), Outcomes.of(whole, touched));
  }
}
