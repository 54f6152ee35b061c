package dev.caravan.sandbox.kubernetes;

import dev.caravan.sandbox.http.Answer;

/** A request that the API server does not grant, with its whole answer. */
final class Refused extends RuntimeException {

  private final transient Answer answer;

  Refused(Answer answer) {
    super(answer.body(), null, false, false);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }
}
