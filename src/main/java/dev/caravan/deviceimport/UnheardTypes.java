package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.deviceimport.SentStore.Fate;
import dev.caravan.netbox.ChangeLogLook;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Types that imports before this one have sent and never heard of again: those that stand and are
 * of such a request are half-made, and the journal says so from now on.
 *
 * <p>NetBox's change log says who made a type. Where it says nothing, a type that is younger than
 * the request may be of it: it is completed, but never deleted.
 */
final class UnheardTypes {

  private record Found(DefinitionRow definition, SentType sent, JsonNode row) {
    long id() {
      return row.path("id").asLong();
    }
  }

  private final ImportJob job;
  private final Books books;
  private final List<SentType> gone = new ArrayList<>();
  private final List<Found> standing = new ArrayList<>();
  private final Map<String, String> messages = new HashMap<>();

  UnheardTypes(ImportJob job, Books books) {
    this.job = job;
    this.books = books;
  }

  /** Asks who made what stands where another import had sent a type. */
  List<Turn> looks(List<DefinitionRow> definitions, Map<String, JsonNode> matched) {
    for (SentType sent : books.sent().typesOfOthers(job)) {
      for (DefinitionRow definition : definitions) {
        if (sent.is(definition)) {
          Optional.ofNullable(matched.get(definition.path()))
              .ifPresentOrElse(
                  row -> standing.add(new Found(definition, sent, row)), () -> gone.add(sent));
        }
      }
    }
    List<Turn> looks = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      List<Long> ids =
          standing.stream()
              .filter(found -> found.definition().kind() == kind)
              .map(Found::id)
              .toList();
      looks.addAll(
          ChangeLogLook.of(
              "dcim." + kind.model(), ids, (id, words) -> messages.put(kind.key() + id, words)));
    }
    return looks;
  }

  /** Writes down what is known now. */
  void settle() {
    gone.forEach(sent -> books.sent().found(sent, Fate.NEVER_CAME, 0));
    standing.forEach(this::settle);
  }

  private void settle(Found found) {
    DefinitionRow definition = found.definition();
    @org.jspecify.annotations.Nullable
    String message = messages.get(definition.kind().key() + found.id());
    boolean sure = Mark.of(found.sent().process()).equals(message);
    if (sure || (message == null && found.sent().maybe(found.row()))) {
      books
          .journal()
          .write(
              job,
              List.of(
                  JournalEntry.halfMade(
                      definition.kind().plural(),
                      found.id(),
                      definition.model(),
                      definition.path(),
                      found.row().path("created").asText(),
                      sure)));
      books.sent().found(found.sent(), Fate.STANDS, found.id());
    } else {
      if (message == null) {
        books
            .definitions()
            .addProblem(
                job.process(),
                definition.path(),
                ImportProblem.warning(
                    "",
                    "not-ours",
                    "import %s sent this type, but what stands is older: it is left as it is"
                        .formatted(found.sent().process())));
      }
      books.sent().found(found.sent(), Fate.NEVER_CAME, 0);
    }
  }
}
