package dev.caravan.workflow;

import dev.caravan.failure.Failure;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import org.flowable.common.engine.api.FlowableException;
import org.flowable.common.engine.api.FlowableObjectNotFoundException;
import org.flowable.common.engine.api.FlowableOptimisticLockingException;
import org.flowable.common.engine.impl.javax.el.ELException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Remembers which element the engine came to last on this thread, so that it is named where the
 * model and its data do not fit: no way out of a gateway, a variable that is missing, a time that
 * is none.
 */
@Component
class LastElement {

  private static final int MOST_CAUSES = 10;
  private final ThreadLocal<@Nullable String> last = new ThreadLocal<>();
  private final ThreadLocal<@Nullable Boolean> starting = new ThreadLocal<>();

  void reached(@Nullable String element) {
    last.set(element);
  }

  /** The element that this thread came to last. */
  String name() {
    return String.valueOf(last.get());
  }

  /** Whether this thread starts a process, which has waited for nothing yet. */
  boolean isStarting() {
    return Boolean.TRUE.equals(starting.get());
  }

  /** The same as {@link #naming}, for the start of a process. */
  void starting(String what, Runnable work) {
    starting.set(true);
    try {
      naming(what, work);
    } finally {
      starting.remove();
    }
  }

  /** Runs work of the engine; where the model cannot go on with its data, that is bad input. */
  void naming(String what, Runnable work) {
    last.remove();
    try {
      work.run();
    } catch (FlowableObjectNotFoundException | FlowableOptimisticLockingException known) {
      throw known;
    } catch (FlowableException | ELException | DateTimeException unfit) {
      if (!ofTheModel(unfit)) {
        throw unfit;
      }
      String element = last.get();
      String message = "%s cannot go on at '%s': %s".formatted(what, element, words(unfit));
      throw PermanentFailure.validation(
          message,
          List.of(new InputProblem("", "activity '%s': %s".formatted(element, words(unfit)))));
    } finally {
      last.remove();
    }
  }

  /** A database or an outside system that fails is nobody's model. */
  private static boolean ofTheModel(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      if (cause instanceof SQLException
          || cause instanceof DataAccessException
          || cause instanceof Failure) {
        return false;
      }
      cause = cause.getCause();
    }
    return true;
  }

  /** The innermost cause says what is wrong; the outer ones say where in the engine. */
  private static String words(Throwable thrown) {
    Throwable cause = thrown;
    String words = String.valueOf(thrown.getMessage());
    for (int depth = 0; cause.getCause() != null && depth < MOST_CAUSES; depth++) {
      cause = cause.getCause();
      if (cause.getMessage() != null && !words.contains(cause.getMessage())) {
        words = words + ": " + cause.getMessage();
      }
    }
    return words;
  }
}
