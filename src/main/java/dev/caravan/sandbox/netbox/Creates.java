package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** Answers to POST: one object or a list of them, all or none. Callers hold the lock. */
final class Creates {

  private final NetBoxVersion version;
  private final Form form;
  private final Saved saved;
  private final Renderer renderer;
  private final Reads reads;

  Creates(NetBoxVersion version, Form form, Saved saved, Renderer renderer, Reads reads) {
    this.version = version;
    this.form = form;
    this.saved = saved;
    this.renderer = renderer;
    this.reads = reads;
  }

  Answer create(Kind kind, JsonNode body, Query query, UUID request) {
    if (!body.isArray()) {
      return one(kind, body, query, request);
    }
    return version.reportsErrorsPerObject()
        ? oneByOne(kind, body, query, request)
        : allAtOnce(kind, body, query, request);
  }

  private Answer one(Kind kind, JsonNode body, Query query, UUID request) {
    if (!body.isObject()) {
      return Answer.json(400, Problems.noObject(nonField(), body));
    }
    Problems problems = new Problems();
    Draft draft = read(kind, body, query, problems);
    if (!problems.none()) {
      return Answer.json(400, problems.asJson());
    }
    Row row = saved.save(draft, request);
    Answer answer = Answer.json(201, renderer.show(row, shown(kind, query)));
    return reads.tagged(answer.with("Location", renderer.url(row)), row);
  }

  /** Up to 4.6: the whole list is checked against what stands, then saved. */
  private Answer allAtOnce(Kind kind, JsonNode list, Query query, UUID request) {
    List<Draft> drafts = new ArrayList<>();
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    boolean good = true;
    for (JsonNode item : list) {
      Problems problems = new Problems();
      if (item.isNull()) {
        errors.add(JsonNodeFactory.instance.arrayNode().add("This field may not be null."));
        good = false;
      } else if (!item.isObject()) {
        errors.add(Problems.noObject("non_field_errors", item));
        good = false;
      } else {
        drafts.add(read(kind, item, query, problems));
        errors.add(problems.asJson());
        good &= problems.none();
      }
    }
    return good ? created(kind, query, save(drafts, request)) : Answer.json(400, errors);
  }

  private List<Row> save(List<Draft> drafts, UUID request) {
    List<Row> rows = new ArrayList<>();
    drafts.forEach(draft -> rows.add(saved.save(draft, request)));
    return rows;
  }

  /** From 4.7 on: each item is checked and saved before the next is looked at. */
  private Answer oneByOne(Kind kind, JsonNode list, Query query, UUID request) {
    List<Row> rows = new ArrayList<>();
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < list.size(); i++) {
      JsonNode item = list.get(i);
      Problems problems = new Problems();
      if (!item.isObject()) {
        errors.addObject().put("index", i).set("errors", Problems.noObject(Rule.WHOLE, item));
        continue;
      }
      Draft draft = read(kind, item, query, problems);
      if (problems.none()) {
        rows.add(saved.save(draft, request));
      } else {
        errors.addObject().put("index", i).set("errors", problems.asJson());
      }
    }
    return errors.isEmpty()
        ? created(kind, query, rows)
        : Answer.json(400, failed(errors, list.size(), "created"));
  }

  /** How 4.7 words a bulk write of which something failed. */
  static ObjectNode failed(ArrayNode errors, int total, String done) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("detail", "%d of %d objects could not be %s.".formatted(errors.size(), total, done));
    body.set("errors", errors);
    return body;
  }

  private Answer created(Kind kind, Query query, List<Row> rows) {
    ArrayNode body = JsonNodeFactory.instance.arrayNode();
    Predicate<String> shown = shown(kind, query);
    rows.forEach(row -> body.add(renderer.show(row, shown)));
    return Answer.json(201, body);
  }

  private Draft read(Kind kind, JsonNode item, Query query, Problems problems) {
    return form.read(kind, item, null, false, Reads.shown(query, version), problems);
  }

  private Predicate<String> shown(Kind kind, Query query) {
    return Reads.shown(query, version).and(Renderer.afterWrite(kind));
  }

  private String nonField() {
    return version.reportsErrorsPerObject() ? Rule.WHOLE : "non_field_errors";
  }
}
