package dev.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.InputProblem;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * The one error shape for what Tomcat itself refuses before any filter: addresses that it cannot
 * decode, headers that are too large. Tomcat makes it by its name, so it is public and no bean.
 */
public final class ServerErrors extends ErrorReportValve {

  private static final Logger log = LoggerFactory.getLogger(ServerErrors.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    @Nullable String encoding = request.getHeader("Transfer-Encoding");
    boolean unknownEncoding = encoding != null && !encoding.strip().equalsIgnoreCase("chunked");
    if (response.getStatus() == HttpStatus.NOT_IMPLEMENTED.value() && !unknownEncoding) {
      // A method that Tomcat does not have, such as CONNECT: no fault of the server.
      response.setStatus(HttpStatus.METHOD_NOT_ALLOWED.value());
      response.setHeader("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
    }
    int status = response.getStatus();
    if (thrown != null && status >= 500) {
      log.error("{} failed in the server", request.getMethod(), thrown);
    }
    String id = RequestIdFilter.idOf(request);
    try {
      response.setHeader(RequestIdFilter.HEADER, id);
      SafeHeaders.write(request, response);
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.setCharacterEncoding("UTF-8");
      response.getReporter().write(JSON.writeValueAsString(body(request, status, id)));
      response.finishResponse();
    } catch (IOException | IllegalStateException gone) {
      log.debug("The caller went away: {}", gone.getMessage());
    }
  }

  private static Map<String, Object> body(Request request, int status, String id) {
    List<InputProblem> problems =
        status == 400 && request.getRequestURI() != null // null where the first line is too long
            ? SoundRequests.addressProblems(request)
            : List.<InputProblem>of();
    return Map.of(
        "error",
        isRefusal(status) ? FailureKind.VALIDATION.label() : Errors.labelOf(status),
        "message",
        problems.isEmpty() ? message(status) : SoundRequests.REFUSED,
        "details",
        problems.isEmpty() ? Map.of() : Map.of("errors", problems),
        "timestamp",
        Instant.now().toString(),
        "request_id",
        id);
  }

  /** What HTTP says by numbers of the server, though it is the request that is wrong. */
  private static boolean isRefusal(int status) {
    return status == HttpStatus.NOT_IMPLEMENTED.value()
        || status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED.value();
  }

  private static String message(int status) {
    @Nullable HttpStatus known = HttpStatus.resolve(status);
    if (known == HttpStatus.NOT_IMPLEMENTED) {
      return "The request was refused: of Transfer-Encoding only chunked is known here";
    }
    if (status >= 500 && !isRefusal(status)) {
      return "Something went wrong inside Caravan: its log says more";
    }
    String reason = known == null ? FailureKind.VALIDATION.label() : known.getReasonPhrase();
    return status == 400
        ? "The request was refused: its address or its headers are malformed or too large"
        : "The request was refused: " + reason;
  }
}
