package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.RetryableFailure;
import java.time.Duration;
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
 * halving where it doesn't. When an answer was lost, it looks, and waits and looks again as long as
 * the request may be at work, before it sends anything again; what it finds is told.
 */
public final class BulkCreate<T> implements NetBoxCall {

  private static final int MOST_LOSSES = 4;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** A request whose connection broke is hardly ever done later than that. */
  private static final Duration AFTER_A_BREAK = Duration.ofSeconds(3);

  /** The same where a second one would double what the first has made. */
  private static final Duration AFTER_A_BREAK_IF_NOT_UNIQUE = Duration.ofSeconds(25);

  private final BulkTarget<T> target;
  private final BatchSize size;
  private final List<T> items;
  private final int limit;
  private final int losses;
  private final boolean suspect;
  private List<T> sent = List.of();
  private List<T> rest = List.of();
  private long begun;

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
    return (Stage)
        () ->
            items.isEmpty()
                ? List.of()
                : new Search<>(target, items, true)
                    .turns(
                        left ->
                            List.of(
                                new BulkCreate<>(target, size, left, Integer.MAX_VALUE, 0, true)));
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
    sent.forEach(item -> body.add(marked(target.body(item))));
    begun = System.nanoTime();
    return Optional.of(NetBoxRequest.post(target.path(), body).within(size.patience(sent.size())));
  }

  private JsonNode marked(JsonNode object) {
    if (object instanceof ObjectNode whole && !target.mark().isEmpty()) {
      whole.put("changelog_message", target.mark());
    }
    return object;
  }

  @Override
  public List<Turn> answered(NetBoxAnswer answer) {
    Duration time = Duration.ofNanos(System.nanoTime() - begun);
    if (!BulkErrors.unsure(answer)) {
      target.settled();
    }
    if (answer.silence() == NetBoxAnswer.Silence.NOT_TAKEN && !suspect) {
      target.notSent(sent);
    }
    List<Turn> turns = new ArrayList<>(outcome(answer, time));
    if (!rest.isEmpty()) {
      turns.add(new BulkCreate<>(target, size, rest, limit, 0, suspect));
    }
    return turns;
  }

  private List<? extends Turn> outcome(NetBoxAnswer answer, Duration time) {
    if (answer.ok()) {
      size.took(sent.size(), time);
      return created(answer);
    }
    Map<Integer, JsonNode> errors = BulkErrors.byPosition(answer, sent.size());
    if (!errors.isEmpty()) {
      return takeOut(errors);
    }
    if (BulkErrors.tooLarge(answer)) {
      size.tooLarge(sent.size());
    }
    if (BulkErrors.unsure(answer)) {
      return lost(answer, time);
    }
    if (answer.status() == 413 && sent.size() > 1) {
      return List.of(again(sent, limit, losses));
    }
    boolean refused = BulkErrors.refusal(answer) || answer.status() == 413;
    Unusable.unless(refused, NetBoxRequest.post(target.path(), answer.body()), answer);
    return sent.size() == 1
        ? takeOut(Map.of(0, complaint(answer)))
        : lookFirst(suspect, left -> List.of(again(left, Math.max(1, left.size() / 2), losses)));
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
      return lookFirst(true, this::anew);
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
    List<T> complained = sent.stream().filter(bad::containsKey).toList();
    List<Turn> turns =
        new ArrayList<>(
            new Search<>(target, complained, suspect)
                .turns(
                    left -> {
                      left.forEach(
                          item -> target.refused(item, Objects.requireNonNull(bad.get(item))));
                      return List.of();
                    }));
    turns.add(again(good, limit, losses));
    return turns;
  }

  private List<? extends Turn> lost(NetBoxAnswer answer, Duration time) {
    boolean slow = BulkErrors.tooSlow(answer);
    if (slow) {
      size.tooSlow(sent.size(), time);
    }
    if (losses >= MOST_LOSSES) {
      throw RetryableFailure.integration(
          "NetBox left POST /api/%s/ of %d objects unanswered %d times: %s"
              .formatted(target.path(), sent.size(), losses + 1, answer.words()));
    }
    Duration broken = target.unique() ? AFTER_A_BREAK : AFTER_A_BREAK_IF_NOT_UNIQUE;
    Duration longest = slow && time.compareTo(broken) > 0 ? time : broken;
    return lookFirst(true, left -> waiting(left, longest, Duration.ofSeconds(1)));
  }

  /** What is not there yet may be at work still: waits as long as it may, and looks again. */
  private List<? extends Turn> waiting(List<T> left, Duration longest, Duration pause) {
    if (left.isEmpty()) {
      target.settled();
      return List.of();
    }
    if (longest.isNegative() || longest.isZero()) {
      target.settled();
      return anew(left);
    }
    Duration next = pause.multipliedBy(2);
    List<Turn> turns = new ArrayList<>();
    turns.add(new Pause(pause));
    turns.addAll(
        new Search<>(target, left, true)
            .turns(
                missing ->
                    waiting(
                        missing,
                        longest.minus(pause),
                        next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next)));
    return turns;
  }

  private List<Turn> anew(List<T> left) {
    return List.of(new BulkCreate<>(target, size, left, limit, losses + 1, true));
  }

  private List<? extends Turn> lookFirst(
      boolean mayBeOurs, Function<List<T>, List<? extends Turn>> then) {
    return new Search<>(target, sent, mayBeOurs).turns(then);
  }

  private Turn again(List<T> left, int atMost, int lost) {
    return new BulkCreate<>(target, size, left, atMost, lost, suspect);
  }
}
