package dev.caravan.worker;

import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.regex.Pattern;
import org.flowable.common.engine.api.FlowableForbiddenException;
import org.flowable.common.engine.api.FlowableIllegalArgumentException;
import org.flowable.common.engine.api.FlowableIllegalStateException;
import org.flowable.common.engine.api.FlowableObjectNotFoundException;
import org.flowable.common.engine.api.FlowableOptimisticLockingException;
import org.flowable.common.rest.exception.FlowableConflictException;

/** Maps errors of the engine's API to failures; none of them shows a class or an SQL statement. */
final class EngineErrors {

  private static final int LONGEST = 200;

  /** Names of classes, and what a mapper or a driver adds. */
  private static final Pattern INSIDE = Pattern.compile("[a-z]+\\.[a-z]+\\.|\\n|###|SQL");

  private EngineErrors() {}

  static Exception of(Exception failed) {
    if (failed instanceof FlowableObjectNotFoundException) {
      return PermanentFailure.notFound("There is no such job: it was finished, or never there");
    }
    if (failed instanceof FlowableForbiddenException) {
      return PermanentFailure.permission(
          "The worker does not hold the job: its lock ended, or another worker has it");
    }
    if (failed instanceof FlowableConflictException
        || failed instanceof FlowableOptimisticLockingException) {
      return PermanentFailure.conflict("The job was changed meanwhile: try again");
    }
    if (failed instanceof FlowableIllegalArgumentException
        || failed instanceof FlowableIllegalStateException) {
      return PermanentFailure.validation(said(failed), List.of());
    }
    return failed;
  }

  private static String said(Exception failed) {
    String message = String.valueOf(failed.getMessage());
    boolean plain = message.length() <= LONGEST && !INSIDE.matcher(message).find();
    return plain ? message : "The request has a value that the engine does not take";
  }
}
