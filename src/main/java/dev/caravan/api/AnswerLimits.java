package dev.caravan.api;

import dev.caravan.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * What answers may cost that are not read: their time, and how many threads wait for their readers
 * at the same time. Callers that are not known take nothing from those that are.
 */
@Component
class AnswerLimits {

  private final Semaphore known;
  private final Semaphore unknown;
  private final Duration time;

  AnswerLimits(ApiSettings settings) {
    this.known = new Semaphore(settings.answersAtOnce());
    this.unknown = new Semaphore(settings.unknownAnswersAtOnce());
    this.time = settings.answerTime();
  }

  Semaphore placesOf(HttpServletRequest request) {
    return Caller.of(request).isPresent() ? known : unknown;
  }

  /** How long an answer may take from the moment at which it was first waited for. */
  Duration time() {
    return time;
  }
}
