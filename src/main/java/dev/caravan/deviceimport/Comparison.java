package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.deviceimport.Reference.Kind;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.PermissionCheck;
import dev.caravan.netbox.PermissionCheck.Need;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.StatusCheck;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The comparing of an import with a NetBox, from asking what it is to being allowed to write. */
final class Comparison {

  private final UUID process;
  private final String netbox;
  private final String commit;
  private final String library;
  private final boolean updates;
  private final boolean dryRun;
  private final LibraryScope scope;
  private final Books books;

  Comparison(
      UUID process,
      String netbox,
      String commit,
      String library,
      boolean updates,
      boolean dryRun,
      LibraryScope scope,
      Books books) {
    this.process = process;
    this.netbox = netbox;
    this.commit = commit;
    this.library = library;
    this.updates = updates;
    this.dryRun = dryRun;
    this.scope = scope;
    this.books = books;
  }

  List<Turn> turns() {
    List<String> release = new ArrayList<>();
    return List.of(
        new StatusCheck(netbox, release::add),
        (Stage) () -> compare(new ImportJob(process, netbox, release.get(0), commit, library)));
  }

  private List<Turn> compare(ImportJob job) {
    books.definitions().keep(job);
    List<Turn> turns = new ArrayList<>(new Comparing(job, updates, scope, books).turns(!dryRun));
    turns.addAll(new ImageLook(job, books).turns());
    turns.add(
        dryRun
            ? Stage.run(() -> books.definitions().planOnly(process))
            : (Stage) () -> new PermissionCheck(needs()).turns());
    return turns;
  }

  /** What is going to be written, going by the decisions. */
  private List<Need> needs() {
    List<DefinitionRow> rows = books.definitions().in(process, State.values());
    List<Need> needs = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      boolean adds =
          books.references().list(process).stream()
              .anyMatch(each -> each.kind() == kind && each.netboxId() == null);
      add(needs, kind.path(), kind.model(), adds, false);
    }
    for (TypeKind kind : TypeKind.values()) {
      List<DefinitionRow> ofKind = rows.stream().filter(row -> row.kind() == kind).toList();
      boolean adds = ofKind.stream().anyMatch(row -> row.action() == Action.CREATE);
      boolean changes = ofKind.stream().anyMatch(row -> !row.plan().path("properties").isEmpty());
      add(needs, kind.path(), kind.model(), adds, changes);
    }
    for (ComponentKind kind : ComponentKind.values()) {
      boolean adds = rows.stream().anyMatch(row -> creates(row, kind));
      boolean changes = rows.stream().anyMatch(row -> row.plan().path("update").has(kind.key()));
      add(needs, kind.path(), kind.model(), adds, changes);
    }
    List<Image> images = books.images().toSend(process);
    boolean elevations = images.stream().anyMatch(each -> !each.attached());
    add(needs, TypeKind.DEVICE_TYPE.path(), TypeKind.DEVICE_TYPE.model(), false, elevations);
    boolean attachments = images.stream().anyMatch(Image::attached);
    add(needs, Image.ATTACHMENTS, "imageattachment", attachments, false);
    return needs;
  }

  private static boolean creates(DefinitionRow row, ComponentKind kind) {
    JsonNode planned = row.plan().path("create");
    return row.action().owned() ? row.count(kind) > 0 : planned.has(kind.key());
  }

  private static void add(
      List<Need> needs, String path, String model, boolean adds, boolean changes) {
    if (adds || changes) {
      needs.add(new Need(path, model, adds, changes));
    }
  }
}
