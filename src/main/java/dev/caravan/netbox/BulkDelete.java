package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Deletes objects by their numbers.
 *
 * <p>What is gone already counts as deleted. What NetBox keeps, because something depends on it or
 * because the token may not delete, is told with NetBox's words.
 */
public final class BulkDelete implements NetBoxCall {

  private final String path;
  private final List<Long> ids;
  private final BatchSize size;
  private final BiConsumer<Long, String> kept;
  private List<Long> sent = List.of();

  public BulkDelete(String path, BatchSize size, List<Long> ids, BiConsumer<Long, String> kept) {
    this.path = path;
    this.size = size;
    this.ids = List.copyOf(ids);
    this.kept = kept;
  }

  @Override
  public Optional<NetBoxRequest> request() {
    sent = ids.subList(0, Math.min(size.now(), ids.size()));
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    ArrayNode body = JsonNodeFactory.instance.arrayNode(sent.size());
    sent.forEach(id -> body.addObject().put("id", id));
    return Optional.of(NetBoxRequest.delete(path, body));
  }

  @Override
  public List<Turn> answered(NetBoxAnswer answer) {
    List<Long> rest = ids.subList(sent.size(), ids.size());
    if (answer.ok() || answer.status() == 404) {
      return List.of(again(rest));
    }
    Map<Long, JsonNode> errors = BulkErrors.byId(answer);
    if (!errors.isEmpty()) {
      errors.forEach(this::tell);
      return List.of(
          again(sent.stream().filter(id -> !errors.containsKey(id)).toList()), again(rest));
    }
    boolean keeps = BulkErrors.refusal(answer) || answer.status() == 403;
    boolean smaller = BulkErrors.tooLarge(answer) && sent.size() > 1;
    Unusable.unless(keeps || smaller, NetBoxRequest.delete(path, answer.body()), answer);
    if (sent.size() == 1 || answer.status() == 403) {
      sent.forEach(id -> kept.accept(id, answer.words()));
      return List.of(again(rest));
    }
    int half = sent.size() / 2;
    return List.of(
        again(sent.subList(0, half)), again(sent.subList(half, sent.size())), again(rest));
  }

  /** An error under {@code id} says that there is no such object (any more). */
  private void tell(long id, JsonNode words) {
    if (!words.has("id")) {
      kept.accept(id, ErrorWords.of(words));
    }
  }

  private Turn again(List<Long> left) {
    return new BulkDelete(path, size, left, kept);
  }
}
