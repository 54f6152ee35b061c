package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Asks NetBox's change log which message came with the making of objects. A token that may not read
 * the log, and objects of which the log knows nothing any more, are no failure: nothing is told.
 */
public final class ChangeLogLook implements NetBoxCall {

  private static final String PATH = "core/object-changes";
  private static final int OBJECTS_AT_ONCE = 100;

  private final String query;
  private final BiConsumer<Long, String> message;

  private ChangeLogLook(String query, BiConsumer<Long, String> message) {
    this.query = query;
    this.message = message;
  }

  /**
   * Asks about some objects of one model.
   *
   * @param model such as {@code dcim.devicetype}
   * @param message takes an object's number and the message, empty where it was made without one
   */
  public static List<Turn> of(
      String model, Collection<Long> ids, BiConsumer<Long, String> message) {
    List<Long> all = ids.stream().distinct().sorted().toList();
    List<Turn> looks = new ArrayList<>();
    for (int i = 0; i < all.size(); i += OBJECTS_AT_ONCE) {
      String part =
          all.subList(i, Math.min(all.size(), i + OBJECTS_AT_ONCE)).stream()
              .map(id -> "&changed_object_id=" + id)
              .collect(Collectors.joining());
      looks.add(
          new ChangeLogLook(
              "changed_object_type=%s&action=create%s&limit=1000".formatted(model, part), message));
    }
    return looks;
  }

  @Override
  public Optional<NetBoxRequest> request() {
    return Optional.of(NetBoxRequest.get(PATH, query));
  }

  @Override
  public List<Turn> answered(NetBoxAnswer answer) {
    boolean closed = answer.status() == 403 || answer.status() == 404 || answer.status() == 400;
    Unusable.unless(answer.ok() || closed, NetBoxRequest.get(PATH, query), answer);
    for (JsonNode row : answer.body().path("results")) {
      boolean made = row.path("action").path("value").asText().equals("create");
      if (made && row.has("message")) {
        message.accept(row.path("changed_object_id").asLong(), row.path("message").asText());
      }
    }
    return List.of();
  }
}
