package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.BulkTarget;
import dev.caravan.netbox.BulkUpdateTarget;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Made;
import dev.caravan.netbox.Origin;
import dev.caravan.netbox.Patch;
import dev.caravan.netbox.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Components of one kind, written across many types. */
final class ComponentTarget implements BulkTarget<ComponentWork>, BulkUpdateTarget<ComponentWork> {

  private final Workbench bench;
  private final ComponentKind kind;
  private final Sending sending;

  ComponentTarget(Workbench bench, ComponentKind kind) {
    this.bench = bench;
    this.kind = kind;
    this.sending = new Sending(bench);
  }

  @Override
  public String path() {
    return kind.path();
  }

  @Override
  public JsonNode body(ComponentWork item) {
    return bench.translation().component(item);
  }

  @Override
  public boolean is(ComponentWork item, JsonNode row) {
    DefinitionRow owner = item.definition().row();
    return row.path("name").asText().equals(item.name())
        && row.path(owner.kind().reference()).path("id").asLong() == owner.typeId()
        && (kind != ComponentKind.INVENTORY_ITEMS || isBelow(item, row));
  }

  private static boolean isBelow(ComponentWork item, JsonNode row) {
    long parent = item.parent().flatMap(item.definition()::id).orElse(0L);
    return row.path("parent").asLong() == parent;
  }

  @Override
  public boolean wanted(ComponentWork item) {
    return !item.definition().refused();
  }

  @Override
  public String mark() {
    return bench.job().mark();
  }

  @Override
  public String model() {
    return "dcim." + kind.model();
  }

  /** NetBox takes any number of inventory items of one name. */
  @Override
  public boolean unique() {
    return kind != ComponentKind.INVENTORY_ITEMS;
  }

  @Override
  public void intended(List<ComponentWork> items) {
    sending.leaves(path(), items.size());
  }

  @Override
  public void settled() {
    sending.over();
  }

  @Override
  public void created(List<Made<ComponentWork>> made) {
    bench.books().journal().write(bench.job(), made.stream().map(this::entry).toList());
    bench.books().written().keep(bench.job(), made.stream().map(this::wrote).toList());
    stand(made);
  }

  private JournalEntry entry(Made<ComponentWork> made) {
    ComponentWork item = made.item();
    return JournalEntry.created(kind.key(), made.id(), item.name(), pathOf(item));
  }

  private Written wrote(Made<ComponentWork> made) {
    ObjectNode fields = bench.translation().wrote(made.item());
    return Written.component(made.item(), made.id(), Written.stampOf(made.row()), true, fields);
  }

  /**
   * Whatever bears the name is meant, whoever put it there; in the journal is what we made, and
   * what we may have made, which is never deleted.
   */
  @Override
  public void found(List<Made<ComponentWork>> standing, Origin origin) {
    if (origin == Origin.OURS) {
      created(standing);
    } else {
      if (origin == Origin.UNKNOWN) {
        bench
            .books()
            .journal()
            .write(bench.job(), standing.stream().map(each -> entry(each).uncertain()).toList());
      }
      stand(standing);
    }
  }

  private void stand(List<Made<ComponentWork>> made) {
    for (Made<ComponentWork> each : made) {
      each.item().definition().stands(each.item(), each.id());
    }
    bench.progress().accept(made.size());
  }

  @Override
  public void refused(ComponentWork item, JsonNode errors) {
    bench.refuse(item.definition(), ImportProblem.ofNetBox(item.pointer(), errors));
  }

  @Override
  public List<? extends Turn> look(List<ComponentWork> items, Consumer<JsonNode> row) {
    return ComponentLook.of(
        kind,
        items.stream().map(item -> item.definition().row()).toList(),
        "fields=" + ComponentLook.KEYS,
        row);
  }

  /** Written down before: a crash in between must not make it somebody else's. */
  @Override
  public void changing(List<Patch<ComponentWork>> patches) {
    List<Written> written = new ArrayList<>();
    for (Patch<ComponentWork> patch : patches) {
      Change change = change(patch.item());
      ObjectNode ours = change == null ? patch.changes() : change.wrote().deepCopy();
      if (change != null) {
        ours.remove(change.taken());
      }
      written.add(written(patch, ours));
    }
    bench.books().journal().intend(bench.job(), entries(patches));
    bench.books().written().keep(bench.job(), written);
  }

  /** Of a component of our own nothing was before. */
  private List<JournalEntry> entries(List<Patch<ComponentWork>> patches) {
    List<JournalEntry> entries = new ArrayList<>();
    for (Patch<ComponentWork> patch : patches) {
      ComponentWork item = patch.item();
      Change change = change(item);
      if (change != null) {
        entries.add(
            JournalEntry.updated(
                kind.key(),
                patch.id(),
                item.name(),
                pathOf(item),
                change.before(),
                patch.changes()));
      }
    }
    return entries;
  }

  /** What the library doesn't say any more is forgotten only now that it is gone. */
  @Override
  public void updated(List<Patch<ComponentWork>> patches) {
    List<Written> forgotten = new ArrayList<>();
    int changed = 0;
    for (Patch<ComponentWork> patch : patches) {
      Change change = change(patch.item());
      if (change != null) {
        changed++;
        if (!change.taken().isEmpty()) {
          forgotten.add(written(patch, change.wrote().deepCopy().retain(change.taken())));
        }
      }
    }
    bench.books().journal().write(bench.job(), entries(patches));
    bench.books().written().keep(bench.job(), forgotten);
    bench.progress().accept(changed);
  }

  private static Written written(Patch<ComponentWork> patch, ObjectNode fields) {
    return Written.component(patch.item(), patch.id(), null, false, fields);
  }

  private @Nullable Change change(ComponentWork item) {
    JsonNode row = item.standing();
    return row == null ? null : bench.translation().change(item, row);
  }

  @Override
  public void refused(Patch<ComponentWork> patch, JsonNode errors) {
    bench.books().journal().withdraw(bench.job(), kind.key(), patch.id());
    refused(patch.item(), errors);
  }

  private static String pathOf(ComponentWork item) {
    return item.definition().row().path();
  }
}
