package dev.caravan.netbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.netbox.NetBoxAnswer.Silence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A NetBox that is slow, or silent, gets less at once and more time, and nothing twice. */
class PaceTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Items are their names; what stands is in a map, as NetBox would have it. */
  private static class Names implements BulkTarget<String> {

    final TreeMap<String, Long> standing = new TreeMap<>();
    final List<String> created = new ArrayList<>();
    final List<String> notSent = new ArrayList<>();
    final List<Origin> origins = new ArrayList<>();
    int settled;

    @Override
    public String path() {
      return "dcim/things";
    }

    @Override
    public String mark() {
      return "our mark";
    }

    @Override
    public String model() {
      return "dcim.thing";
    }

    @Override
    public boolean unique() {
      return false;
    }

    @Override
    public JsonNode body(String item) {
      return JsonNodeFactory.instance.objectNode().put("name", item);
    }

    @Override
    public boolean is(String item, JsonNode row) {
      return row.path("name").asText().equals(item);
    }

    @Override
    public void intended(List<String> items) {}

    @Override
    public void notSent(List<String> items) {
      notSent.addAll(items);
    }

    @Override
    public void settled() {
      settled++;
    }

    @Override
    public void created(List<Made<String>> made) {
      made.forEach(each -> created.add(each.item()));
    }

    @Override
    public void found(List<Made<String>> found, Origin origin) {
      origins.add(origin);
      found.forEach(each -> created.add(each.item()));
    }

    @Override
    public void refused(String item, JsonNode errors) {
      throw new AssertionError(item + " is refused");
    }

    @Override
    public List<? extends Turn> look(List<String> items, Consumer<JsonNode> row) {
      return List.of(Listing.of(path(), "", row));
    }
  }

  private final Names names = new Names();
  private final List<NetBoxRequest> posts = new ArrayList<>();
  private Duration paused = Duration.ZERO;
  private String message = "our mark";

  private static List<String> items(int count) {
    return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
  }

  private static NetBoxAnswer json(int status, JsonNode body) {
    return new NetBoxAnswer(status, body, "");
  }

  private NetBoxAnswer done(NetBoxRequest post) {
    com.fasterxml.jackson.databind.node.ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (JsonNode each : java.util.Objects.requireNonNull(post.body())) {
      long id = names.standing.size() + 1L;
      names.standing.put(each.path("name").asText(), id);
      rows.addObject().put("id", id).put("name", each.path("name").asText());
    }
    return json(201, rows);
  }

  private NetBoxAnswer read(NetBoxRequest get) {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    com.fasterxml.jackson.databind.node.ArrayNode rows = page.putArray("results");
    if (get.path().equals("dcim/things")) {
      names.standing.forEach((name, id) -> rows.addObject().put("id", id).put("name", name));
    } else if (get.path().equals("core/object-changes")) {
      names.standing.values().stream()
          .forEach(
              id ->
                  rows.addObject()
                      .put("changed_object_id", id)
                      .put("message", message)
                      .putObject("action")
                      .put("value", "create"));
    }
    return json(200, page);
  }

  /** What NetBox does with the n-th POST, and after how long a pause; null does it at once. */
  private interface Fate {
    Optional<NetBoxAnswer> of(int number, NetBoxRequest post);
  }

  private void lead(BulkCreate<String> create, Fate fate, Duration doneAfter) {
    Conversation conversation = new Conversation(List.of(create));
    Optional<NetBoxRequest> request = conversation.next();
    List<NetBoxRequest> atWork = new ArrayList<>();
    while (request.isPresent()) {
      NetBoxRequest now = request.get();
      paused = paused.plus(now.pause());
      if (paused.compareTo(doneAfter) >= 0) {
        atWork.forEach(this::done);
        atWork.clear();
      }
      if (now.method().equals("POST")) {
        posts.add(now);
        Optional<NetBoxAnswer> lost = fate.of(posts.size(), now);
        lost.filter(answer -> answer.silence() == Silence.TIMED_OUT)
            .ifPresent(answer -> atWork.add(now));
        conversation.answered(lost.orElseGet(() -> done(now)));
      } else {
        conversation.answered(read(now));
      }
      request = conversation.next();
    }
  }

  @Test
  void whatIsAtWorkAfterATimeOutIsWaitedForAndNotSentAgain() {
    BulkCreate<String> create = BulkCreate.of(names, new BatchSize(500, MINUTE), items(8));

    lead(
        create,
        (number, post) ->
            number == 1
                ? Optional.of(NetBoxAnswer.silent(Silence.TIMED_OUT, "Read timed out"))
                : Optional.empty(),
        Duration.ofSeconds(20));

    assertThat(posts).hasSize(1);
    assertThat(names.created).hasSize(8);
    assertThat(names.origins).containsExactly(Origin.OURS);
    assertThat(names.settled).isEqualTo(1);
    assertThat(paused).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  @Test
  void whatNeverComesIsSentAgainInHalfAndWithMoreTime() {
    BatchSize size = new BatchSize(500, MINUTE);
    lead(
        BulkCreate.of(names, size, items(8)),
        (number, post) ->
            number == 1
                ? Optional.of(NetBoxAnswer.silent(Silence.BROKEN, "Connection reset"))
                : Optional.empty(),
        Duration.ofDays(1));

    assertThat(posts).hasSize(2);
    assertThat(paused).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    assertThat(names.created).hasSize(8);
    size.tooSlow(100, Duration.ofSeconds(60));
    assertThat(size.now()).isEqualTo(50);
    assertThat(size.patience(50)).isGreaterThanOrEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void whatCarriesAnotherMarkIsSomebodyElses() {
    message = "by hand";
    names.standing.put("n0", 1L);

    lead(
        BulkCreate.of(names, new BatchSize(500, MINUTE), items(1)),
        (number, post) -> Optional.of(NetBoxAnswer.silent(Silence.BROKEN, "Connection reset")),
        Duration.ofDays(1));

    assertThat(names.origins).containsExactly(Origin.OTHERS);
  }

  @Test
  void whatNobodyTookWasNotSent() {
    BulkCreate<String> create = BulkCreate.of(names, new BatchSize(500, MINUTE), items(3));

    assertThatThrownBy(
            () ->
                lead(
                    create,
                    (number, post) ->
                        Optional.of(NetBoxAnswer.silent(Silence.NOT_TAKEN, "Connection refused")),
                    Duration.ofDays(1)))
        .isInstanceOf(RetryableFailure.class)
        .hasMessageContaining("cannot be reached");

    assertThat(names.notSent).isEqualTo(items(3));
    assertThat(names.origins).isEmpty();
  }

  @Test
  void batchesGrowWhileNetBoxIsFastAndShrinkWhenItIsSlow() {
    BatchSize size = new BatchSize(500, MINUTE);
    assertThat(size.now()).isEqualTo(100);

    size.took(100, Duration.ofSeconds(1));
    size.took(200, Duration.ofSeconds(2));
    size.took(400, Duration.ofSeconds(4));
    assertThat(size.now()).isEqualTo(500);

    size.took(500, Duration.ofSeconds(100));
    assertThat(size.now()).isEqualTo(100);
    size.took(100, Duration.ofSeconds(18));
    assertThat(size.now()).isEqualTo(100);
    size.tooLarge(100);
    size.took(50, Duration.ofMillis(10));
    assertThat(size.now()).isEqualTo(50);
  }
}
