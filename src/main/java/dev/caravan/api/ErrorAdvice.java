package dev.caravan.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.caravan.failure.DatabaseFault;
import dev.caravan.failure.Failure;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns whatever goes wrong while a request is answered into the one error shape. */
@RestControllerAdvice
class ErrorAdvice {

  private static final Logger log = LoggerFactory.getLogger(ErrorAdvice.class);

  private final Errors errors;
  private final KnownMethods methods;

  ErrorAdvice(Errors errors, KnownMethods methods) {
    this.errors = errors;
    this.methods = methods;
  }

  @ExceptionHandler
  ResponseEntity<Object> failed(Failure failure, HttpServletRequest request) {
    if (failure.kind().status() >= 500) {
      log.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), failure.getMessage());
    }
    return errors.of(failure, request);
  }

  @ExceptionHandler
  ResponseEntity<Object> unreadableBody(
      HttpMessageNotReadableException unreadable, HttpServletRequest request) {
    return errors.of(BodyProblems.of(unreadable), request);
  }

  /** Nothing can write the answer as it is asked for, such as JSON in UTF-16. */
  @ExceptionHandler
  ResponseEntity<Object> unwritable(
      HttpMessageNotWritableException unwritten, HttpServletRequest request) {
    return unwritten.getCause() != null
        ? other(unwritten, request)
        : errors.of(
            HttpStatus.NOT_ACCEPTABLE,
            "The answer is not in what Accept asks for",
            new HttpHeaders(),
            request);
  }

  @ExceptionHandler
  ResponseEntity<Object> wrongType(
      MethodArgumentTypeMismatchException mismatch, HttpServletRequest request) {
    return errors.of(failureOf(mismatch), request);
  }

  /** What is addressed by something that is no id does not exist; elsewhere the type is wrong. */
  private static Failure failureOf(MethodArgumentTypeMismatchException mismatch) {
    String value = String.valueOf(mismatch.getValue());
    if (mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
      return PermanentFailure.notFound("There is nothing with the id '" + value + "'");
    }
    String message = "is '%s', should be %s".formatted(value, wanted(mismatch));
    return PermanentFailure.validation(
        "The query has a problem", List.of(new InputProblem("/" + mismatch.getName(), message)));
  }

  private static String wanted(MethodArgumentTypeMismatchException mismatch) {
    Class<?> type = mismatch.getRequiredType();
    return type == null ? "another value" : JsonTypes.nameOf(type);
  }

  @ExceptionHandler
  ResponseEntity<Object> notFound(NoResourceFoundException missing, HttpServletRequest request) {
    return errors.of(
        PermanentFailure.notFound("There is nothing at " + request.getRequestURI()), request);
  }

  @ExceptionHandler
  ResponseEntity<Object> noSuchMethod(
      HttpRequestMethodNotSupportedException refused, HttpServletRequest request) {
    HttpHeaders headers = new HttpHeaders();
    headers.addAll(refused.getHeaders());
    Set<String> known = methods.at(request.getRequestURI());
    if (!known.isEmpty()) {
      headers.set(HttpHeaders.ALLOW, String.join(", ", known));
    }
    return errors.of(refused.getStatusCode(), messageOf(refused), headers, request);
  }

  @ExceptionHandler
  ResponseEntity<Object> denied(AccessDeniedException denied, HttpServletRequest request) {
    return errors.of(PermanentFailure.permission("Your role does not allow this"), request);
  }

  @ExceptionHandler
  ResponseEntity<Object> malformed(
      RequestRejectedException refused, HttpServletRequest request, HttpServletResponse response) {
    if (!KnownMethods.isUsual(request.getMethod())) {
      Object asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
      // The server itself names its own methods, which are not those of this address.
      String path = asked == null ? request.getRequestURI() : asked.toString();
      response.setHeader(HttpHeaders.ALLOW, String.join(", ", methods.at(path)));
      return errors.of(
          HttpStatus.METHOD_NOT_ALLOWED,
          "Method '%s' is not supported".formatted(request.getMethod()),
          new HttpHeaders(),
          request);
    }
    return errors.of(
        PermanentFailure.validation(
            "The request is malformed: its address, a header or a parameter holds what it must not",
            List.of()),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Object> noUploads(MultipartException upload, HttpServletRequest request) {
    return errors.of(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "Content-Type should be application/json",
        new HttpHeaders(),
        request);
  }

  @ExceptionHandler
  void callerWentAway(AsyncRequestNotUsableException gone) {
    log.debug("The caller went away: {}", gone.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<Object> other(Exception problem, HttpServletRequest request) {
    if (problem instanceof ErrorResponse known) {
      return errors.of(known.getStatusCode(), messageOf(known), known.getHeaders(), request);
    }
    if (rootOf(problem) instanceof BodyRefused refused) {
      return errors.of(refused.failure(), request);
    }
    Optional<DatabaseFault> fault = DatabaseFault.of(problem);
    if (fault.isPresent() && fault.get().kind() != DatabaseFault.Kind.DEFECT) {
      log.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), fault.get().message());
      return errors.of(failureOf(fault.get()), request);
    }
    if (problem instanceof IOException && !(problem instanceof JsonProcessingException)) {
      log.debug("The caller went away: {}", problem.getMessage());
    } else {
      log.error("{} {} failed", request.getMethod(), request.getRequestURI(), problem);
    }
    return errors.of(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong inside Caravan: its log says more under this request id",
        new HttpHeaders(),
        request);
  }

  /** What passes may be tried again; a value that the database refused is the caller's. */
  private static Failure failureOf(DatabaseFault fault) {
    return switch (fault.kind()) {
      case VALUE ->
          PermanentFailure.validation(
              "The request cannot be carried out", List.of(new InputProblem("", fault.message())));
      case CONFLICT -> PermanentFailure.conflict(fault.message());
      case PASSING, DEFECT -> RetryableFailure.resource(fault.message(), Duration.ofSeconds(5));
    };
  }

  private static String messageOf(ErrorResponse known) {
    return Objects.requireNonNullElse(known.getBody().getDetail(), FailureKind.VALIDATION.label());
  }

  private static Throwable rootOf(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
