package dev.caravan.openstack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one cloud of which each is answered before the next is sent.
 *
 * <p>It sends nothing itself: a route asks for the {@link #next} request, sends it, and hands the
 * answer back to {@link #answered}, until there is no next. Used by one thread at a time.
 */
public final class Conversation {

  private record Turn(OpenStackRequest request, Consumer<OpenStackAnswer> then) {}

  private final String cloud;
  private final Deque<Turn> waiting = new ArrayDeque<>();
  private final Deque<Runnable> afterwards = new ArrayDeque<>();
  private @Nullable Turn asked;

  /**
   * With nothing to ask yet.
   *
   * @param cloud which cloud, as {@link Clouds} knows it
   */
  public Conversation(String cloud) {
    this.cloud = cloud;
  }

  public String cloud() {
    return cloud;
  }

  /** Asks, once all that was asked before is answered; the answer may lead to more questions. */
  public Conversation ask(OpenStackRequest request, Consumer<OpenStackAnswer> then) {
    waiting.add(new Turn(request, then));
    return this;
  }

  /** Does something once all is answered; it may lead to more questions, or to more to do. */
  public Conversation afterwards(Runnable last) {
    afterwards.add(last);
    return this;
  }

  /** The request to send now; empty when all is said. */
  public Optional<OpenStackRequest> next() {
    while (waiting.isEmpty() && !afterwards.isEmpty()) {
      afterwards.remove().run();
    }
    asked = waiting.poll();
    return Optional.ofNullable(asked).map(Turn::request);
  }

  /** Takes in the answer to the request that {@link #next} gave last. */
  public void answered(OpenStackAnswer answer) {
    Turn turn = asked;
    if (turn == null) {
      throw new IllegalStateException("an answer to no request");
    }
    asked = null;
    turn.then().accept(answer);
  }
}
