package dev.caravan.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A dialogue in the order of asking: an answer may lead to more questions, which come last.
 *
 * @param <Q> a request
 * @param <A> an answer
 * @param <S> the dialogue itself, so that calls can be chained
 */
public abstract class Questions<Q, A, S extends Questions<Q, A, S>> extends Dialogue<Q, A> {

  private final Deque<Asked<Q, A>> waiting = new ArrayDeque<>();
  private final Deque<Runnable> afterwards = new ArrayDeque<>();
  private Runnable before = () -> {};

  protected abstract S self();

  /** Asks, once all that was asked before is answered; the answer may lead to more questions. */
  public final S ask(Q request, Consumer<A> then) {
    waiting.add(new Asked<>(request, then));
    return self();
  }

  /** Does something before each question; where that throws, nothing more is asked. */
  public final S before(Runnable each) {
    before = each;
    return self();
  }

  /** Does something once all is answered; it may lead to more questions, or to more to do. */
  public final S afterwards(Runnable last) {
    afterwards.add(last);
    return self();
  }

  @Override
  protected final Optional<Asked<Q, A>> further() {
    while (waiting.isEmpty() && !afterwards.isEmpty()) {
      afterwards.remove().run();
    }
    if (!waiting.isEmpty()) {
      before.run();
    }
    return Optional.ofNullable(waiting.poll());
  }
}
