package dev.caravan.netbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of requests where each answer decides what is asked next.
 *
 * <p>It sends nothing itself: a route asks for the {@link #next} request, sends it, and hands the
 * answer back to {@link #answered}, until there is no next. Used by one thread at a time.
 */
public final class Conversation {

  private final Deque<Turn> waiting = new ArrayDeque<>();
  private @Nullable NetBoxCall asked;

  public Conversation(List<? extends Turn> turns) {
    ahead(turns);
  }

  /** The request to send now; empty when all is said. */
  public Optional<NetBoxRequest> next() {
    while (!waiting.isEmpty()) {
      Turn turn = waiting.pop();
      if (turn instanceof Stage stage) {
        ahead(stage.turns());
      } else if (turn instanceof NetBoxCall call) {
        Optional<NetBoxRequest> request = call.request();
        if (request.isPresent()) {
          asked = call;
          return request;
        }
      }
    }
    return Optional.empty();
  }

  /** Takes in the answer to the request that {@link #next} gave last. */
  public void answered(NetBoxAnswer answer) {
    NetBoxCall call = asked;
    if (call == null) {
      throw new IllegalStateException("an answer to no request");
    }
    asked = null;
    ahead(call.answered(answer));
  }

  private void ahead(List<? extends Turn> turns) {
    for (int i = turns.size() - 1; i >= 0; i--) {
      waiting.push(turns.get(i));
    }
  }
}
