package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.netbox.BatchSize;
import dev.caravan.netbox.BulkCreate;
import dev.caravan.netbox.BulkDelete;
import dev.caravan.netbox.BulkTarget;
import dev.caravan.netbox.BulkUpdate;
import dev.caravan.netbox.BulkUpdateTarget;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Made;
import dev.caravan.netbox.Origin;
import dev.caravan.netbox.Patch;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Objects of one sort in NetBox, found again by one field: which stand, which are missing, which
 * are too many. What is wanted is an object as it is sent.
 */
final class NetBoxRows implements BulkTarget<ObjectNode>, BulkUpdateTarget<ObjectNode> {

  private final String path;
  private final String by;
  private final String value;
  private final List<String> keys;
  private final BatchSize size;
  private final TreeMap<Long, JsonNode> standing = new TreeMap<>();
  private final Map<ObjectNode, JsonNode> refused = new LinkedHashMap<>();
  private final Set<Long> mine = new HashSet<>();

  /**
   * Nothing is known of them yet.
   *
   * @param by the field by which they are found, and {@code value} what it must be
   * @param keys the fields that tell one of them from the other
   */
  NetBoxRows(String path, String by, String value, BatchSize size, String... keys) {
    this.path = path;
    this.by = by;
    this.value = value;
    this.size = size;
    this.keys = List.of(keys);
  }

  /** Looks which stand. */
  Turn list() {
    return (Stage)
        () -> {
          standing.clear();
          return look(List.of(), row -> standing.put(row.path("id").asLong(), row));
        };
  }

  /** Creates what is missing. */
  Turn create(List<ObjectNode> wanted) {
    return BulkCreate.of(this, size, wanted.stream().filter(each -> of(each).isEmpty()).toList());
  }

  /** Changes what differs. */
  Turn change(List<ObjectNode> wanted) {
    List<Patch<ObjectNode>> patches = new ArrayList<>();
    for (ObjectNode each : wanted) {
      JsonNode row = of(each).orElseThrow();
      ObjectNode changes = JsonNodeFactory.instance.objectNode();
      each.properties().stream()
          .filter(field -> !same(field.getValue(), row.path(field.getKey())))
          .forEach(field -> changes.set(field.getKey(), field.getValue()));
      if (!changes.isEmpty()) {
        patches.add(new Patch<>(each, row.path("id").asLong(), changes));
      }
    }
    return BulkUpdate.of(this, size, patches);
  }

  /** Deletes what is not wanted; of two that are the same the older one stays. */
  Turn deleteAllBut(List<ObjectNode> wanted) {
    Set<Long> kept = new HashSet<>();
    wanted.forEach(each -> of(each).ifPresent(row -> kept.add(row.path("id").asLong())));
    return delete(standing.keySet().stream().filter(id -> !kept.contains(id)).toList());
  }

  private Turn delete(List<Long> ids) {
    standing.keySet().removeAll(ids);
    return new BulkDelete(path, size, ids, this::kept);
  }

  private void kept(long id, String words) {
    throw PermanentFailure.integration(
        "NetBox keeps %s %d, which is to go: %s".formatted(path, id, words));
  }

  /**
   * Makes sure that one stands, where NetBox would take two: looks again after it was made, and
   * takes its own back if somebody else was faster.
   */
  List<Turn> ensure(ObjectNode wanted) {
    Stage twins =
        () ->
            List.of(
                delete(
                    mine.stream()
                        .filter(standing::containsKey)
                        .filter(id -> !id.equals(standing.firstKey()))
                        .toList()));
    Stage made = () -> mine.isEmpty() ? List.of() : List.of(list(), twins);
    Stage create = () -> List.of(create(List.of(wanted)));
    return List.of(list(), create, made, Stage.run(() -> requireTaken("")));
  }

  /** The number of the one that stands. */
  long id() {
    return standing.firstKey();
  }

  /** The one that stands for what is wanted. */
  Optional<JsonNode> of(ObjectNode wanted) {
    return standing.values().stream().filter(row -> is(wanted, row)).findFirst();
  }

  long idOf(ObjectNode wanted) {
    return of(wanted).orElseThrow().path("id").asLong();
  }

  boolean none() {
    return standing.isEmpty();
  }

  /** What NetBox refused, with its words. */
  Map<ObjectNode, JsonNode> refused() {
    return refused;
  }

  /** Fails where NetBox refused anything. */
  void requireTaken(String advice) {
    refused.forEach(
        (item, words) -> {
          throw PermanentFailure.integration(
              "NetBox refuses %s %s: %s%s"
                  .formatted(path, item.path(keys.get(0)).asText(), words, advice));
        });
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public JsonNode body(ObjectNode item) {
    return item;
  }

  @Override
  public boolean is(ObjectNode item, JsonNode row) {
    return keys.stream().allMatch(key -> same(item.path(key), row.path(key)));
  }

  @Override
  public boolean wanted(ObjectNode item) {
    return true;
  }

  @Override
  public void created(List<Made<ObjectNode>> made) {
    made.forEach(each -> mine.add(each.id()));
    found(made, Origin.OURS);
  }

  @Override
  public void found(List<Made<ObjectNode>> made, Origin origin) {
    made.forEach(each -> standing.put(each.id(), each.row()));
  }

  @Override
  public void refused(ObjectNode item, JsonNode errors) {
    refused.put(item, errors);
  }

  @Override
  public void updated(List<Patch<ObjectNode>> patches) {}

  @Override
  public void refused(Patch<ObjectNode> patch, JsonNode errors) {
    refused.put(patch.item(), errors);
  }

  @Override
  public List<? extends Turn> look(List<ObjectNode> items, Consumer<JsonNode> row) {
    String query = by + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    // Checked again: a filter that NetBox does not know lists everything.
    return List.of(
        Listing.of(
            path,
            query,
            each -> {
              if (each.path(by).asText().equals(value)) {
                row.accept(each);
              }
            }));
  }

  /** A choice is shown with its label, a reference with what it leads to. */
  private static boolean same(JsonNode sent, JsonNode shown) {
    JsonNode plain =
        shown.isObject() ? (shown.has("value") ? shown.path("value") : shown.path("id")) : shown;
    if (sent.isNumber() && plain.isNumber()) {
      return sent.decimalValue().compareTo(plain.decimalValue()) == 0;
    }
    return sent.equals(plain);
  }
}
