package dev.caravan.worker;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests to an outside system of which each is answered before the next is sent.
 *
 * <p>It sends nothing itself: a route asks for the {@link #next} request, sends it, and hands the
 * answer back to {@link #answered}, until there is no next. Used by one thread at a time.
 *
 * @param <Q> a request
 * @param <A> an answer
 */
public abstract class Dialogue<Q, A> {

  /** A request and who takes its answer in. */
  public record Asked<Q, A>(Q request, Consumer<A> then) {}

  private @Nullable Asked<Q, A> asked;

  /** What is to be asked now, by what was answered so far; empty when all is said. */
  protected abstract Optional<Asked<Q, A>> further();

  /** The request to send now; empty when all is said. */
  public final Optional<Q> next() {
    Optional<Asked<Q, A>> turn = further();
    asked = turn.orElse(null);
    return turn.map(Asked::request);
  }

  /** Takes in the answer to the request that {@link #next} gave last. */
  public final void answered(A answer) {
    Asked<Q, A> turn = asked;
    if (turn == null) {
      throw new IllegalStateException("an answer to no request");
    }
    asked = null;
    turn.then().accept(answer);
  }
}
