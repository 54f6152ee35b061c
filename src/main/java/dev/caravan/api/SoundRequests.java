package dev.caravan.api;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.Texts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.UriUtils;

/**
 * Refuses requests whose address, query, headers or cookies hold what is no text: U+0000, halves of
 * surrogate pairs and bytes that are no UTF-8; and paths that can be written in another way, which
 * two readers could take for two addresses; and headers that say two things. Bodies are looked at
 * by {@link SoundBodies}.
 */
@Component
@Order(FilterOrder.SOUND_REQUESTS)
class SoundRequests extends OncePerRequestFilter {

  static final String REFUSED = "The request holds what is no text";

  /** Of which two readers could take one each. */
  private static final List<String> ONCE =
      List.of(
          "Authorization", "X-API-Key", "Idempotency-Key", "If-Match", "Content-Type", "Origin");

  private static final String ROUNDABOUT = "The path can be written in another way";
  private static final Pattern DETOUR = Pattern.compile("//|/\\.{1,2}(/|$)|[;\\\\]");

  private final HandlerExceptionResolver errors;

  SoundRequests(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    List<InputProblem> problems = problems(request);
    if (!problems.isEmpty()) {
      refuse(request, response, PermanentFailure.validation(REFUSED, problems));
    } else if (!repeated(request).isEmpty()) {
      refuse(
          request,
          response,
          PermanentFailure.validation("A header says more than one thing", repeated(request)));
    } else if (isRoundabout(request.getRequestURI())) {
      refuse(
          request,
          response,
          PermanentFailure.validation(
              ROUNDABOUT,
              List.of(
                  new InputProblem(
                      "/path",
                      "must begin with / and have no //, no . or .. step, no ; and no \\"))));
    } else {
      chain.doFilter(request, response);
    }
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, PermanentFailure refused) {
    errors.resolveException(request, response, null, refused);
  }

  private static List<InputProblem> repeated(HttpServletRequest request) {
    return ONCE.stream()
        .filter(name -> Collections.list(request.getHeaders(name)).size() > 1)
        .map(name -> new InputProblem(JsonPointers.of("/headers", name), "must come once"))
        .toList();
  }

  /** Of a path whose percent-encoding is sound. */
  private static boolean isRoundabout(String path) {
    return !path.startsWith("/")
        || DETOUR.matcher(UriUtils.decode(path, StandardCharsets.UTF_8)).find();
  }

  /** What is wrong with the path and the query. */
  static List<InputProblem> addressProblems(HttpServletRequest request) {
    List<InputProblem> problems = new ArrayList<>();
    flawOfEncoded(request.getRequestURI())
        .ifPresent(flaw -> problems.add(new InputProblem("/path", flaw)));
    queryProblems(request.getQueryString(), problems);
    return problems;
  }

  private static List<InputProblem> problems(HttpServletRequest request) {
    List<InputProblem> problems = addressProblems(request);
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        flawOfHeader(name, value)
            .ifPresent(
                flaw -> problems.add(new InputProblem(JsonPointers.of("/headers", name), flaw)));
      }
    }
    return problems;
  }

  private static void queryProblems(@Nullable String query, List<InputProblem> problems) {
    if (query == null) {
      return;
    }
    for (String part : query.split("&", -1)) {
      String name = part.replaceFirst("=.*", "");
      flawOfEncoded(part.replace('+', ' '))
          .ifPresent(flaw -> problems.add(new InputProblem(JsonPointers.of("", name), flaw)));
    }
  }

  private static Optional<String> flawOfHeader(String name, String value) {
    if (name.equalsIgnoreCase("cookie") && value.contains("%")) {
      // No cookie means anything here; one whose encoding is broken is somebody else's.
      return flawOfEncoded(value).filter(flaw -> flaw.contains("U+"));
    }
    return Texts.flawOf(value);
  }

  /** What is wrong with a text of which some bytes are percent-encoded. */
  static Optional<String> flawOfEncoded(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return Texts.flawOf(encoded);
    }
    byte[] written = encoded.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(written.length);
    for (int i = 0; i < written.length; i++) {
      if (written[i] != '%') {
        bytes.put(written[i]);
        continue;
      }
      int high = i + 2 < written.length ? Character.digit(written[i + 1], 16) : -1;
      int low = i + 2 < written.length ? Character.digit(written[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.of("must have two hexadecimal digits after each %");
      }
      bytes.put((byte) (high * 16 + low));
      i += 2;
    }
    try {
      return Texts.flawOf(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()));
    } catch (CharacterCodingException noText) {
      return Optional.of("must be UTF-8 where it is percent-encoded");
    }
  }
}
