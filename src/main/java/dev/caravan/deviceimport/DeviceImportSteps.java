package dev.caravan.deviceimport;

import dev.caravan.deviceimport.Reference.Kind;
import dev.caravan.netbox.BatchSize;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Conversation;
import dev.caravan.netbox.NetBoxProperties;
import dev.caravan.netbox.Turn;
import dev.caravan.worker.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.springframework.stereotype.Component;

/** What the routes of an import ask of Java: which conversations to lead, and what came of them. */
@Component
public class DeviceImportSteps {

  /** Fewer objects than this are not worth a writer of their own. */
  private static final int LEAST_PER_WRITER = 50;

  /** A writer that is given more parts than one is never left behind by the others for long. */
  private static final int BATCHES_PER_PART = 20;

  private final NetBoxProperties netbox;
  private final Books books;
  private final Jobs jobs;

  DeviceImportSteps(NetBoxProperties netbox, Books books) {
    this.netbox = netbox;
    this.books = books;
    this.jobs = new Jobs(netbox, books);
  }

  /** Asks NetBox what it is and holds, and decides what becomes of each definition. */
  public Conversation compare(Step step) {
    Comparison comparison =
        new Comparison(
            Jobs.id(step),
            netbox.address(),
            String.valueOf(step.inputs().getOrDefault("commit", "")),
            String.valueOf(step.inputs().getOrDefault("library_url", "")),
            "update".equals(step.inputs().get("existing")),
            Boolean.TRUE.equals(step.inputs().get("dry_run")),
            LibraryScope.of(step.inputs()),
            books);
    return new Conversation(comparison.turns());
  }

  /** Creates the manufacturers and roles that are missing. */
  public Conversation references(Step step) {
    ImportJob job = jobs.atWork(step);
    List<Reference> unknown =
        books.references().list(job.process()).stream()
            .filter(each -> each.netboxId() == null)
            .toList();
    List<Turn> turns = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Reference> ofKind = unknown.stream().filter(each -> each.kind() == kind).toList();
      turns.addAll(new ReferenceWriting(job, kind, ofKind, books).turns(batches()));
    }
    return new Conversation(turns);
  }

  /** Creates the types, and sets properties of those that stand. */
  public List<Conversation> types(Step step) {
    ImportJob job = jobs.atWork(step);
    References references = books.references().all(job.process());
    List<DefinitionRow> rows =
        books.definitions().typesIn(job.process(), State.PLANNED, State.INTENDED);
    Tally progress = new Tally(0, rows.size(), step);
    List<Conversation> writers = new ArrayList<>();
    int count = Math.min(netbox.writers(), 1 + rows.size() / LEAST_PER_WRITER);
    BatchSize size = batches();
    for (List<DefinitionRow> part : Shards.balanced(rows, count, row -> 0)) {
      Workbench bench = bench(job, references, progress, size);
      writers.add(new Conversation(new TypeWriting(bench, references).turns(part)));
    }
    return writers;
  }

  /** Writes the components, inventory items apart; no two writers ever touch the same type. */
  public List<Conversation> components(Step step) {
    ImportJob job = jobs.atWork(step);
    References references = books.references().all(job.process());
    List<DefinitionRow> rows =
        books.definitions().in(job.process(), State.STANDING, State.WRITING, State.REFUSING);
    int total = rows.stream().mapToInt(DefinitionRow::work).sum();
    int few = Math.min(netbox.writers(), 1 + total / LEAST_PER_WRITER);
    int many = 1 + total / (BATCHES_PER_PART * netbox.batchSize());
    Tally progress = tally(job, total, step);
    BatchSize size = batches();
    List<Conversation> writers = new ArrayList<>();
    for (List<DefinitionRow> part :
        Shards.balanced(rows, Math.max(few, many), DefinitionRow::work)) {
      writers.add(writer(bench(job, references, progress, size), part, independentOfOthers()));
    }
    return writers;
  }

  /** Writes the inventory items of all, by one writer: NetBox makes any other wait. */
  public Conversation inventoryItems(Step step) {
    ImportJob job = jobs.atWork(step);
    List<DefinitionRow> rows = books.definitions().in(job.process(), State.WRITING, State.REFUSING);
    if (rows.isEmpty()) {
      return new Conversation(List.of());
    }
    int left = rows.stream().mapToInt(row -> row.count(ComponentKind.INVENTORY_ITEMS)).sum();
    Workbench bench =
        bench(job, books.references().all(job.process()), tally(job, left, step), batches());
    return writer(bench, rows, List.of(ComponentKind.INVENTORY_ITEMS));
  }

  /** Counts in NetBox what this import has written. */
  public Conversation verify(Step step) {
    ImportJob job = jobs.of(step);
    return new Conversation(new Verifying(job, books).turns());
  }

  private static List<ComponentKind> independentOfOthers() {
    return Arrays.stream(ComponentKind.values())
        .filter(kind -> kind != ComponentKind.INVENTORY_ITEMS)
        .toList();
  }

  private static Conversation writer(
      Workbench bench, List<DefinitionRow> part, List<ComponentKind> kinds) {
    List<String> paths = part.stream().map(DefinitionRow::path).toList();
    return new Conversation(new ComponentWriting(bench, paths, kinds).turns());
  }

  private Workbench bench(
      ImportJob job, References references, IntConsumer progress, BatchSize size) {
    return new Workbench(job, books, new Translation(job.version(), references), progress, size);
  }

  /** What all writers of a step learn of NetBox's pace. */
  private BatchSize batches() {
    return new BatchSize(netbox.batchSize(), netbox.timeout());
  }

  /** All that was done before counts as done; what a crash left half-done is counted when found. */
  private Tally tally(ImportJob job, int left, Step step) {
    int total =
        books.definitions().in(job.process(), State.values()).stream()
            .mapToInt(DefinitionRow::work)
            .sum();
    return new Tally(Math.max(0, total - left), total, step);
  }
}
