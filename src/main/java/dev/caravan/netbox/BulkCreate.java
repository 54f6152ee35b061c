package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.failure.RetryableFailure;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Creates many objects by bulk POSTs, each of which NetBox does wholly or not at all.
 *
 * <p>Objects that NetBox refuses are taken out, by their position where the answer says it and by
 * halving where it doesn't. When an answer was lost, or says that something stands already, it
 * looks before it sends again; what it finds is adopted.
 */
public final class BulkCreate<T> implements NetBoxCall {

  private static final int MOST_LOSSES = 4;

  private final BulkTarget<T> target;
  private final BatchSize size;
  private final List<T> items;
  private final int limit;
  private final int losses;
  private final boolean suspect;
  private List<T> sent = List.of();
  private List<T> rest = List.of();

  private BulkCreate(
      BulkTarget<T> target, BatchSize size, List<T> items, int limit, int losses, boolean suspect) {
    this.target = target;
    this.size = size;
    this.items = items;
    this.limit = limit;
    this.losses = losses;
    this.suspect = suspect;
  }

  public static <T> BulkCreate<T> of(BulkTarget<T> target, BatchSize size, List<T> items) {
    return new BulkCreate<>(target, size, items, Integer.MAX_VALUE, 0, false);
  }

  /** Items that were sent before, nobody knows with what success: looks before it sends. */
  public static <T> Turn resumed(BulkTarget<T> target, BatchSize size, List<T> items) {
    Search<T> search = new Search<>(target, items);
    Stage rest =
        () ->
            List.of(new BulkCreate<>(target, size, search.adopt(true), Integer.MAX_VALUE, 0, true));
    return (Stage) () -> items.isEmpty() ? List.of() : List.of(search, rest);
  }

  @Override
  public Optional<NetBoxRequest> request() {
    List<T> wanted = items.stream().filter(target::wanted).toList();
    int count = Math.min(wanted.size(), Math.min(limit, size.now()));
    sent = wanted.subList(0, count);
    rest = wanted.subList(count, wanted.size());
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    target.intended(sent);
    ArrayNode body = JsonNodeFactory.instance.arrayNode(sent.size());
    sent.forEach(item -> body.add(target.body(item)));
    return Optional.of(NetBoxRequest.post(target.path(), body));
  }

  @Override
  public List<Turn> answered(NetBoxAnswer answer) {
    List<Turn> turns = new ArrayList<>(outcome(answer));
    if (!rest.isEmpty()) {
      turns.add(new BulkCreate<>(target, size, rest, limit, 0, suspect));
    }
    return turns;
  }

  private List<? extends Turn> outcome(NetBoxAnswer answer) {
    if (answer.ok()) {
      return created(answer);
    }
    Map<Integer, JsonNode> errors = BulkErrors.byPosition(answer, sent.size());
    if (!errors.isEmpty()) {
      return takeOut(errors);
    }
    if (BulkErrors.tooLarge(answer)) {
      size.halve(sent.size());
    }
    if (BulkErrors.unsure(answer)) {
      return lost(answer);
    }
    if (answer.status() == 413 && sent.size() > 1) {
      return List.of(again(sent, limit, losses));
    }
    boolean refused = BulkErrors.refusal(answer) || answer.status() == 413;
    Unusable.unless(refused, NetBoxRequest.post(target.path(), answer.body()), answer);
    return sent.size() == 1
        ? takeOut(Map.of(0, complaint(answer)))
        : lookFirst(suspect, this::halves);
  }

  private static JsonNode complaint(NetBoxAnswer answer) {
    return answer.body().isMissingNode()
        ? JsonNodeFactory.instance.textNode("HTTP " + answer.status() + " " + answer.text())
        : answer.body();
  }

  private List<? extends Turn> created(NetBoxAnswer answer) {
    JsonNode rows = answer.body();
    List<Made<T>> made = new ArrayList<>(sent.size());
    for (int i = 0; i < sent.size() && target.is(sent.get(i), rows.path(i)); i++) {
      made.add(Made.of(sent.get(i), rows.path(i)));
    }
    if (made.size() < sent.size()) {
      // Done, but answered in another order or shape.
      return lost(answer);
    }
    target.created(made);
    return List.of();
  }

  /**
   * What is complained of may stand already: because an answer was lost, or somebody was faster.
   */
  private List<? extends Turn> takeOut(Map<Integer, JsonNode> errors) {
    IdentityHashMap<T, JsonNode> bad = new IdentityHashMap<>();
    errors.forEach((position, words) -> bad.put(sent.get(position), words));
    List<T> good = sent.stream().filter(item -> !bad.containsKey(item)).toList();
    Search<T> search = new Search<>(target, sent.stream().filter(bad::containsKey).toList());
    Stage refuse =
        Stage.run(
            () ->
                search
                    .adopt(suspect)
                    .forEach(item -> target.refused(item, Objects.requireNonNull(bad.get(item)))));
    return List.of(search, refuse, again(good, limit, losses));
  }

  private List<? extends Turn> lost(NetBoxAnswer answer) {
    if (losses >= MOST_LOSSES) {
      throw RetryableFailure.integration(
          "NetBox left POST /api/%s/ of %d objects unanswered %d times: %s"
              .formatted(target.path(), sent.size(), losses + 1, answer.words()));
    }
    return lookFirst(
        true, left -> List.of(new BulkCreate<>(target, size, left, limit, losses + 1, true)));
  }

  private List<? extends Turn> lookFirst(boolean ours, Function<List<T>, List<Turn>> then) {
    Search<T> search = new Search<>(target, sent);
    return List.of(search, (Stage) () -> then.apply(search.adopt(ours)));
  }

  private List<Turn> halves(List<T> left) {
    return List.of(again(left, Math.max(1, left.size() / 2), losses));
  }

  private Turn again(List<T> left, int atMost, int lost) {
    return new BulkCreate<>(target, size, left, atMost, lost, suspect);
  }
}
