package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out, without writing anything, whether the token may write what is to be written.
 *
 * <p>NetBox's answer to OPTIONS shows the action POST only to whom may add, and PUT only to whom
 * may change. A token that may not write sees neither.
 */
public final class PermissionCheck {

  /**
   * What is to be written.
   *
   * @param path where, such as {@code dcim/device-types}
   * @param model as permissions name it, such as {@code devicetype}
   * @param adds whether objects are created
   * @param changes whether objects are changed
   */
  public record Need(String path, String model, boolean adds, boolean changes) {}

  private final List<Need> needs;
  private final List<String> missing = new ArrayList<>();

  public PermissionCheck(List<Need> needs) {
    this.needs = List.copyOf(needs);
  }

  /** Asks for each and then fails, naming every permission that is missing. */
  public List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    needs.forEach(need -> turns.add(new Question(need)));
    turns.add(Stage.run(this::requireAll));
    return turns;
  }

  private void requireAll() {
    if (!missing.isEmpty()) {
      throw new PermanentFailure(
          FailureKind.CONFIGURATION,
          "The NetBox token may not do what this import needs; missing: %s. Give its user these permissions, and let the token write. Nothing was written."
              .formatted(String.join(", ", missing)),
          Map.of("missing_permissions", List.copyOf(missing)));
    }
  }

  private final class Question implements NetBoxCall {

    private final Need need;

    Question(Need need) {
      this.need = need;
    }

    @Override
    public Optional<NetBoxRequest> request() {
      return Optional.of(NetBoxRequest.options(need.path()));
    }

    @Override
    public List<Turn> answered(NetBoxAnswer answer) {
      boolean heard = answer.ok() || answer.status() == 403;
      Unusable.unless(heard, NetBoxRequest.options(need.path()), answer);
      JsonNode actions = answer.body().path("actions");
      note(need.adds() && !actions.has("POST"), "add");
      note(need.changes() && !actions.has("PUT"), "change");
      return List.of();
    }

    private void note(boolean lacking, String verb) {
      if (lacking) {
        missing.add("%s.%s_%s".formatted(app(), verb, need.model()));
      }
    }

    private String app() {
      return need.path().substring(0, need.path().indexOf('/'));
    }
  }
}
