package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Query;
import dev.caravan.sandbox.netbox.Filters.BadFilter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Answers to GET: pages of a list, and single objects. */
final class Reads {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 1000;

  private final NetBoxVersion version;
  private final Tables tables;
  private final Filters filters;
  private final Sorting sorting;
  private final Renderer renderer;
  private final String base;

  Reads(
      NetBoxVersion version,
      Tables tables,
      Filters filters,
      Sorting sorting,
      Renderer renderer,
      String base) {
    this.version = version;
    this.tables = tables;
    this.filters = filters;
    this.sorting = sorting;
    this.renderer = renderer;
    this.base = base;
  }

  Answer one(Kind kind, long id, Query query) {
    return tables
        .of(kind)
        .find(id)
        .map(
            row ->
                tagged(
                    Answer.json(200, renderer.show(row, shownBriefly(kind, query, version))), row))
        .orElseGet(() -> notFound(kind));
  }

  static Answer notFound(Kind kind) {
    return Answer.detail(404, "No " + kind.model() + " matches the given query.");
  }

  /** From 4.6 on a single object has an ETag. */
  Answer tagged(Answer answer, Row row) {
    return version.atLeast(4, 6) ? answer.with("ETag", etag(row)) : answer;
  }

  static String etag(Row row) {
    return "W/\"" + Renderer.time(row.updated()).replace("Z", "+00:00") + "\"";
  }

  Answer list(Kind kind, Query query) {
    List<Row> rows;
    try {
      Predicate<Row> filter = filters.of(kind, query);
      List<Row> sorted =
          query.last("ordering").isPresent()
              ? sorting.by(kind, query.last("ordering").get())
              : sorting.all(kind);
      rows = sorted.stream().filter(filter).toList();
    } catch (BadFilter bad) {
      ObjectNode errors = JsonNodeFactory.instance.objectNode();
      errors.putArray(bad.parameter()).add(bad.words());
      return Answer.json(400, errors);
    }
    return page(kind, query, rows);
  }

  private Answer page(Kind kind, Query query, List<Row> rows) {
    int limit = limit(query);
    int offset = number(query, "offset", 0);
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    page.put("count", rows.size());
    page.put(
        "next", offset + limit >= rows.size() ? null : link(kind, query, limit, offset + limit));
    page.put("previous", offset == 0 ? null : link(kind, query, limit, offset - limit));
    ArrayNode results = page.putArray("results");
    Predicate<String> shown = shownBriefly(kind, query, version);
    rows.stream().skip(offset).limit(limit).forEach(row -> results.add(renderer.show(row, shown)));
    return Answer.json(200, page);
  }

  /** {@code limit=0} asks for everything and gets the most that a page may hold. */
  private static int limit(Query query) {
    int limit = number(query, "limit", DEFAULT_LIMIT);
    return limit == 0 ? MOST : Math.min(limit, MOST);
  }

  private static int number(Query query, String parameter, int otherwise) {
    return query
        .last(parameter)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(Integer::valueOf)
        .orElse(otherwise);
  }

  private String link(Kind kind, Query query, int limit, int offset) {
    Map<String, List<String>> parameters = new TreeMap<>(query.parameters());
    parameters.put("limit", List.of(Integer.toString(limit)));
    parameters.remove("offset");
    if (offset > 0) {
      parameters.put("offset", List.of(Integer.toString(offset)));
    }
    List<String> pairs = new ArrayList<>();
    parameters.forEach(
        (name, values) -> values.forEach(value -> pairs.add(encode(name) + "=" + encode(value))));
    return base + kind.path() + "?" + String.join("&", pairs);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Which fields a request wants to see; {@code brief} counts for reading alone. */
  private static Predicate<String> shownBriefly(Kind kind, Query query, NetBoxVersion version) {
    boolean brief = query.last("brief").filter(text -> !text.isEmpty()).isPresent();
    return brief && query.names("fields").isEmpty()
        ? name -> Set.of("id", "url", "display").contains(name) || kind.brief().contains(name)
        : shown(query, version);
  }

  /** Which fields a request wants to see in the answer to a write. */
  static Predicate<String> shown(Query query, NetBoxVersion version) {
    Set<String> only = query.names("fields");
    if (!only.isEmpty()) {
      return only::contains;
    }
    Set<String> omitted = query.names("omit");
    if (!omitted.isEmpty() && version.mapsPortsManyToMany()) {
      return name -> !omitted.contains(name);
    }
    return name -> true;
  }
}
