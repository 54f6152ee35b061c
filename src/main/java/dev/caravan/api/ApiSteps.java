package dev.caravan.api;

import org.springframework.stereotype.Component;

/** What the routes call: tidying up. */
@Component("apiSteps")
public class ApiSteps {

  private final IdempotencyStore answers;

  ApiSteps(IdempotencyStore answers) {
    this.answers = answers;
  }

  /** Forgets kept answers that are older than they need to be; answers how many. */
  public int forgetOldAnswers() {
    return answers.forgetOld();
  }
}
