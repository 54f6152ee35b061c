package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Answers to PATCH: one object or a list of them, all or none. Callers hold the lock. */
final class Updates {

  private final NetBoxVersion version;
  private final Tables tables;
  private final Form form;
  private final Saved saved;
  private final Renderer renderer;
  private final Sorting sorting;
  private final Reads reads;

  Updates(
      NetBoxVersion version,
      Tables tables,
      Form form,
      Saved saved,
      Renderer renderer,
      Sorting sorting,
      Reads reads) {
    this.version = version;
    this.tables = tables;
    this.form = form;
    this.saved = saved;
    this.renderer = renderer;
    this.sorting = sorting;
    this.reads = reads;
  }

  Answer one(Kind kind, long id, JsonNode body, Call call) {
    Row row = tables.of(kind).find(id).orElse(null);
    if (row == null) {
      return Reads.notFound(kind);
    }
    if (stale(call, row)) {
      return Answer.detail(412, "Precondition failed.").with("ETag", Reads.etag(row));
    }
    if (!body.isObject()) {
      return Answer.json(400, Problems.noObject(Rule.WHOLE, body));
    }
    Problems problems = new Problems();
    Draft draft = read(kind, body, row, call, problems);
    if (!problems.none()) {
      return Answer.json(400, problems.asJson());
    }
    Row after = saved.save(draft, call.id());
    Answer answer = Answer.json(200, renderer.show(after, Reads.shown(call.query(), version)));
    return reads.tagged(answer, after);
  }

  boolean stale(Call call, Row row) {
    return version.atLeast(4, 6)
        && call.header("if-match")
            .filter(
                tag ->
                    !tag.equals("*") && !List.of(tag.split(",\\s*", -1)).contains(Reads.etag(row)))
            .isPresent();
  }

  Answer many(Kind kind, JsonNode list, Call call) {
    Map<Long, JsonNode> byId = new LinkedHashMap<>();
    list.forEach(item -> byId.put(item.get("id").asLong(), item));
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    Map<Long, Row> changed = new LinkedHashMap<>();
    for (Row row : sorting.all(kind)) {
      JsonNode item = byId.get(row.id());
      if (item == null) {
        continue;
      }
      Problems problems = new Problems();
      Draft draft = read(kind, item, row, call, problems);
      if (problems.none()) {
        changed.put(row.id(), saved.save(draft, call.id()));
      } else if (version.reportsErrorsPerObject()) {
        errors.addObject().put("id", row.id()).set("errors", problems.asJson());
      } else {
        return Answer.json(400, problems.asJson());
      }
    }
    return errors.isEmpty()
        ? answer(call, changed)
        : Answer.json(400, Creates.failed(errors, byId.size(), "updated"));
  }

  private Answer answer(Call call, Map<Long, Row> changed) {
    ArrayNode body = JsonNodeFactory.instance.arrayNode();
    Predicate<String> shown = Reads.shown(call.query(), version);
    changed.values().forEach(row -> body.add(renderer.show(row, shown)));
    return Answer.json(200, body);
  }

  private Draft read(Kind kind, JsonNode item, Row row, Call call, Problems problems) {
    return form.read(kind, item, row, true, Reads.shown(call.query(), version), problems);
  }
}
