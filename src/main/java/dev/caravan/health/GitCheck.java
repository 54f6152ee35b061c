package dev.caravan.health;

import dev.caravan.failure.FailureKind;
import java.util.Optional;

/**
 * Whether the library's repository could be reached when it was last needed: looking does not ask
 * the repository again.
 */
@org.springframework.stereotype.Component
class GitCheck implements ComponentCheck {

  private static final String TOPIC = "git.fetch-library";

  private final QueueStore queue;

  GitCheck(QueueStore queue) {
    this.queue = queue;
  }

  @Override
  public Component component() {
    return Component.GIT;
  }

  @Override
  public Finding look() {
    Optional<QueueStore.Ended> last = queue.last(TOPIC);
    return last.map(GitCheck::judge).orElseGet(() -> Finding.unknown("has not been needed lately"));
  }

  /** A name of a branch that is wrong says nothing about the repository. */
  private static Finding judge(QueueStore.Ended last) {
    boolean unreachable = last.errorType().equals(FailureKind.INTEGRATION.label());
    return unreachable
        ? Finding.degraded("at " + last.at() + ": " + last.errorMessage())
        : Finding.up("answered at " + last.at());
  }
}
