package dev.caravan.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.caravan.failure.Failure;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import dev.caravan.failure.JsonWords;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;

/** Says what is wrong with a body that could not be read, and where. */
final class BodyProblems {

  private BodyProblems() {}

  static Failure of(HttpMessageNotReadableException unreadable) {
    for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure failure) {
        return failure;
      }
      if (cause instanceof BodyRefused refused) {
        return refused.failure();
      }
    }
    Throwable cause = unreadable.getCause();
    if (cause instanceof JsonParseException broken) {
      return notJson(broken);
    }
    if (cause instanceof StreamConstraintsException) {
      return tooMuch();
    }
    if (cause instanceof JsonMappingException mapping) {
      return misfit(mapping);
    }
    return problem("The body is missing", "", "should be a JSON document");
  }

  private static Failure notJson(JsonParseException broken) {
    JsonLocation at = broken.getLocation();
    String where = "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
    return problem("The body is not JSON", "", where + JsonWords.of(broken));
  }

  /** The limits of {@link JsonOnly}. */
  private static Failure tooMuch() {
    return problem(
        "The body is too large a document",
        "",
        "must nest at most 200 levels deep, and no number may have more than 400 digits");
  }

  private static Failure misfit(JsonMappingException mapping) {
    // A document that ends too early arrives as a mapping problem of what it began.
    if (mapping.getCause() instanceof JsonParseException broken) {
      return notJson(broken);
    }
    if (mapping.getCause() instanceof StreamConstraintsException) {
      return tooMuch();
    }
    if (String.valueOf(mapping.getOriginalMessage()).startsWith("Trailing token")) {
      return problem("The body is not JSON", "", "more follows after the end of the document");
    }
    String wanted =
        mapping instanceof MismatchedInputException misfit && misfit.getTargetType() != null
            ? JsonTypes.nameOf(misfit.getTargetType())
            : "another value";
    return problem("The body does not fit", pointer(mapping), "should be " + wanted);
  }

  private static String pointer(JsonMappingException mapping) {
    return mapping.getPath().stream().map(BodyProblems::step).collect(Collectors.joining());
  }

  private static String step(JsonMappingException.Reference step) {
    String name =
        step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName();
    return JsonPointers.of("", name);
  }

  private static Failure problem(String message, String pointer, String what) {
    return PermanentFailure.validation(message, List.of(new InputProblem(pointer, what)));
  }
}
