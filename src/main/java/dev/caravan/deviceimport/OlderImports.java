package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.ComponentKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Learns what imports wrote before it was kept field by field: from their journals, which say what
 * objects they made and changed, and from the definitions that they read.
 */
@Component
class OlderImports {

  private static final Logger log = LoggerFactory.getLogger(OlderImports.class);
  private static final int DEFINITIONS_AT_ONCE = 100;

  private final Books books;

  OlderImports(Books books) {
    this.books = books;
  }

  @EventListener(ApplicationReadyEvent.class)
  void learnAtStart() {
    try {
      learn();
    } catch (DataAccessException later) {
      log.warn("What older imports wrote is learnt at the next start", later);
    }
  }

  /** Does nothing where all is known; the newest import has the last word. */
  void learn() {
    Map<UUID, List<WrittenStore.Unknown>> byProcess = books.written().unknown();
    Set<String> unknown = new HashSet<>();
    byProcess.values().forEach(all -> all.forEach(each -> unknown.add(each.key())));
    byProcess.forEach((process, all) -> learn(process, all, unknown));
  }

  private void learn(UUID process, List<WrittenStore.Unknown> all, Set<String> unknown) {
    ImportJob job = books.definitions().job(process).orElse(null);
    if (job == null) {
      return;
    }
    Translation translation = new Translation(job.version(), books.references().all(process));
    List<String> paths = all.stream().map(WrittenStore.Unknown::path).distinct().toList();
    for (List<String> part : Parts.of(paths, DEFINITIONS_AT_ONCE)) {
      Map<String, List<JournalEntry>> entries =
          books.journal().of(job, part).stream()
              .collect(Collectors.groupingBy(entry -> String.valueOf(entry.path())));
      List<Written> written = new ArrayList<>();
      for (DefinitionRow row : books.definitions().contents(process, part)) {
        if (row.content().isObject()) {
          written.addAll(written(translation, row, entries.getOrDefault(row.path(), List.of())));
        }
      }
      written.removeIf(
          each -> !unknown.contains(job.netbox() + '/' + each.kind() + '/' + each.netboxId()));
      books.written().keep(job, written);
    }
    log.info("Learnt from import {} what it wrote", process);
  }

  private static List<Written> written(
      Translation translation, DefinitionRow row, Collection<JournalEntry> entries) {
    DefinitionWork work = new DefinitionWork(row);
    for (JournalEntry entry : entries) {
      ComponentKind.ofKey(entry.kind())
          .flatMap(kind -> work.component(kind, entry.name()))
          .ifPresent(component -> work.stands(component, entry.netboxId()));
    }
    List<Written> written = new ArrayList<>();
    for (JournalEntry entry : entries) {
      boolean made = entry.before() == null;
      if (entry.kind().equals(row.kind().plural())) {
        ObjectNode fields = translation.type(row.kind(), row.content(), 0);
        fields.remove("manufacturer");
        written.add(
            Written.type(row, entry.netboxId(), entry.stamp(), made, only(fields, entry.before())));
      } else {
        ComponentKind.ofKey(entry.kind())
            .flatMap(kind -> work.component(kind, entry.name()))
            .map(
                item ->
                    Written.component(
                        item,
                        entry.netboxId(),
                        null,
                        made,
                        only(wrote(translation, item), entry.before())))
            .ifPresent(written::add);
      }
    }
    return written;
  }

  private static ObjectNode wrote(Translation translation, ComponentWork item) {
    ObjectNode fields = translation.wrote(item);
    Translation.bridge(item).ifPresent(id -> fields.put("bridge", id));
    return fields;
  }

  /** Of an object that was changed, only the fields that were. */
  private static ObjectNode only(ObjectNode fields, @Nullable JsonNode before) {
    if (before != null) {
      List<String> changed = new ArrayList<>();
      before.fieldNames().forEachRemaining(changed::add);
      fields.retain(changed);
    }
    return fields;
  }
}
