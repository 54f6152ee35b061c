package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.caravan.netbox.BatchSize;
import dev.caravan.netbox.BulkCreate;
import dev.caravan.netbox.BulkTarget;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Made;
import dev.caravan.netbox.Origin;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Creates the manufacturers, or the roles, that NetBox doesn't have yet. */
final class ReferenceWriting implements BulkTarget<Reference> {

  static final String FIELDS = "fields=id,name,slug";

  private final ImportJob job;
  private final Reference.Kind kind;
  private final List<Reference> unknown;
  private final Books books;
  private final StandingReferences standing = new StandingReferences();

  ReferenceWriting(ImportJob job, Reference.Kind kind, List<Reference> unknown, Books books) {
    this.job = job;
    this.kind = kind;
    this.unknown = unknown;
    this.books = books;
  }

  List<Turn> turns(BatchSize size) {
    if (unknown.isEmpty()) {
      return List.of();
    }
    Stage create =
        () -> {
          List<Reference> missing = missing();
          List<Reference> sent = missing.stream().filter(Reference::intended).toList();
          List<Reference> fresh = missing.stream().filter(each -> !each.intended()).toList();
          return List.of(BulkCreate.resumed(this, size, sent), BulkCreate.of(this, size, fresh));
        };
    return List.of(Listing.of(path(), FIELDS, standing::add), create);
  }

  /** What is still to be made; of what was sent before a crash it is asked who made it. */
  private List<Reference> missing() {
    List<Reference> missing = new ArrayList<>();
    for (Reference each : unknown) {
      Optional<Long> id = standing.id(each.name());
      if (id.isPresent() && !each.intended()) {
        keep(List.of(new Made<>(each, id.get(), NullNode.getInstance())));
      } else {
        missing.add(each);
      }
    }
    return missing;
  }

  @Override
  public String mark() {
    return job.mark();
  }

  @Override
  public String model() {
    return "dcim." + kind.model();
  }

  @Override
  public void intended(List<Reference> items) {
    intend(items, true);
  }

  @Override
  public void notSent(List<Reference> items) {
    intend(items, false);
  }

  private void intend(List<Reference> items, boolean intended) {
    books
        .references()
        .intend(job.process(), kind, items.stream().map(Reference::slug).toList(), intended);
  }

  @Override
  public String path() {
    return kind.path();
  }

  @Override
  public JsonNode body(Reference item) {
    return JsonNodeFactory.instance.objectNode().put("name", item.name()).put("slug", item.slug());
  }

  @Override
  public boolean is(Reference item, JsonNode row) {
    return row.path("slug").asText().equals(item.slug())
        || row.path("name").asText().equalsIgnoreCase(item.name());
  }

  @Override
  public void created(List<Made<Reference>> made) {
    books
        .journal()
        .write(
            job,
            made.stream()
                .map(m -> JournalEntry.created(kind.key(), m.id(), m.item().name(), null))
                .toList());
    keep(made);
  }

  @Override
  public void found(List<Made<Reference>> standing, Origin origin) {
    if (origin == Origin.OURS) {
      created(standing);
    } else {
      keep(standing);
    }
  }

  private void keep(List<Made<Reference>> made) {
    books
        .references()
        .keep(job.process(), made.stream().map(m -> m.item().standing(m.id())).toList());
  }

  @Override
  public void refused(Reference item, JsonNode errors) {
    books.references().keep(job.process(), List.of(item.refused(ImportProblem.unseen(errors))));
  }

  @Override
  public List<? extends Turn> look(List<Reference> items, Consumer<JsonNode> row) {
    return List.of(Listing.of(path(), FIELDS, row));
  }
}
