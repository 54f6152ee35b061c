package dev.caravan.netbox;

import dev.caravan.worker.Dialogue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A sequence of requests where each answer decides what is asked next, ahead of what waits. */
public final class Conversation extends Dialogue<NetBoxRequest, NetBoxAnswer> {

  private final Deque<Turn> waiting = new ArrayDeque<>();

  public Conversation(List<? extends Turn> turns) {
    ahead(turns);
  }

  @Override
  protected Optional<Asked<NetBoxRequest, NetBoxAnswer>> further() {
    while (!waiting.isEmpty()) {
      Turn turn = waiting.pop();
      if (turn instanceof Stage stage) {
        ahead(stage.turns());
      } else if (turn instanceof NetBoxCall call) {
        Optional<NetBoxRequest> request = call.request();
        if (request.isPresent()) {
          return request.map(each -> new Asked<>(each, answer -> ahead(call.answered(answer))));
        }
      }
    }
    return Optional.empty();
  }

  private void ahead(List<? extends Turn> turns) {
    for (int i = turns.size() - 1; i >= 0; i--) {
      waiting.push(turns.get(i));
    }
  }
}
