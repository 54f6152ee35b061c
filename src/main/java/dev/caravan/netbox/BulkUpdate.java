package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes many objects by bulk PATCHes, each of which NetBox does wholly or not at all.
 *
 * <p>What NetBox refuses is taken out: by its number where the answer says it, by halving before
 * NetBox 4.7, which doesn't.
 */
public final class BulkUpdate<T> implements NetBoxCall {

  private final BulkUpdateTarget<T> target;
  private final BatchSize size;
  private final List<Patch<T>> patches;
  private final int limit;
  private List<Patch<T>> sent = List.of();
  private List<Patch<T>> rest = List.of();
  private long begun;

  private BulkUpdate(
      BulkUpdateTarget<T> target, BatchSize size, List<Patch<T>> patches, int limit) {
    this.target = target;
    this.size = size;
    this.patches = patches;
    this.limit = limit;
  }

  public static <T> BulkUpdate<T> of(
      BulkUpdateTarget<T> target, BatchSize size, List<Patch<T>> patches) {
    return new BulkUpdate<>(target, size, patches, Integer.MAX_VALUE);
  }

  @Override
  public Optional<NetBoxRequest> request() {
    List<Patch<T>> wanted = patches.stream().filter(p -> target.wanted(p.item())).toList();
    int count = Math.min(wanted.size(), Math.min(limit, size.now()));
    sent = wanted.subList(0, count);
    rest = wanted.subList(count, wanted.size());
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    ArrayNode body = JsonNodeFactory.instance.arrayNode(sent.size());
    sent.forEach(patch -> body.addObject().put("id", patch.id()).setAll(patch.changes()));
    target.changing(sent);
    begun = System.nanoTime();
    return Optional.of(NetBoxRequest.patch(target.path(), body).within(size.patience(sent.size())));
  }

  @Override
  public List<Turn> answered(NetBoxAnswer answer) {
    List<Turn> turns = new ArrayList<>(outcome(answer));
    if (!rest.isEmpty()) {
      turns.add(new BulkUpdate<>(target, size, rest, limit));
    }
    return turns;
  }

  private List<Turn> outcome(NetBoxAnswer answer) {
    Duration time = Duration.ofNanos(System.nanoTime() - begun);
    if (answer.ok()) {
      size.took(sent.size(), time);
      return updated(answer.body());
    }
    Map<Long, JsonNode> errors = BulkErrors.byId(answer);
    if (!errors.isEmpty()) {
      return takeOut(errors);
    }
    if (BulkErrors.tooSlow(answer)) {
      size.tooSlow(sent.size(), time);
    }
    boolean smaller = BulkErrors.tooLarge(answer) && sent.size() > 1;
    if (smaller) {
      size.tooLarge(sent.size());
      return List.of(again(sent, limit));
    }
    Unusable.unless(
        BulkErrors.refusal(answer), NetBoxRequest.patch(target.path(), answer.body()), answer);
    if (sent.size() == 1) {
      target.refused(sent.get(0), answer.body());
      return List.of();
    }
    return List.of(again(sent, Math.max(1, sent.size() / 2)));
  }

  /** Before 4.7 NetBox leaves out, without a word, what it doesn't have. */
  private List<Turn> updated(JsonNode rows) {
    Set<Long> done = new HashSet<>();
    rows.forEach(row -> done.add(row.path("id").asLong()));
    target.updated(sent.stream().filter(patch -> done.contains(patch.id())).toList());
    JsonNode gone = JsonNodeFactory.instance.textNode("the object is gone");
    sent.stream()
        .filter(patch -> !done.contains(patch.id()))
        .forEach(patch -> target.refused(patch, gone));
    return List.of();
  }

  private List<Turn> takeOut(Map<Long, JsonNode> errors) {
    List<Patch<T>> good = new ArrayList<>();
    for (Patch<T> patch : sent) {
      JsonNode words = errors.get(patch.id());
      if (words == null) {
        good.add(patch);
      } else {
        target.refused(patch, words);
      }
    }
    return List.of(again(good, limit));
  }

  private Turn again(List<Patch<T>> left, int atMost) {
    return new BulkUpdate<>(target, size, left, atMost);
  }
}
