package dev.caravan.sandbox.openstack;

import dev.caravan.sandbox.http.Answer;

/** A request that a service does not grant, with its whole answer. */
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
