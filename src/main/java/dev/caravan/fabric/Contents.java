package dev.caravan.fabric;

import dev.caravan.kubernetes.Conversation;
import dev.caravan.kubernetes.KubernetesAnswer;
import dev.caravan.kubernetes.KubernetesRequest;
import java.util.List;
import java.util.function.Consumer;

/** Looks whether anything is left that would be deleted together with an object. */
final class Contents {

  private final List<String> paths;

  /**
   * Has not looked yet.
   *
   * @param paths of lists that must be empty
   */
  Contents(List<String> paths) {
    this.paths = paths;
  }

  /**
   * Looks at one list after the other, right before the deletion.
   *
   * @param answered told of each answer
   * @param empty done where nothing is left
   * @param left told what is, or what cannot be looked at
   */
  void ask(
      Conversation talk,
      Consumer<KubernetesAnswer> answered,
      Runnable empty,
      Consumer<ApplyFailure> left) {
    ask(talk, 0, answered, empty, left);
  }

  private void ask(
      Conversation talk,
      int index,
      Consumer<KubernetesAnswer> answered,
      Runnable empty,
      Consumer<ApplyFailure> left) {
    if (index == paths.size()) {
      empty.run();
      return;
    }
    String path = paths.get(index);
    talk.ask(
        KubernetesRequest.get(path, "limit=1"),
        answer -> {
          answered.accept(answer);
          if (!answer.ok() && !answer.notFound()) {
            left.accept(
                ApplyFailure.notEmpty(
                    path, "cannot be looked at (status %d)".formatted(answer.status())));
          } else if (answer.body().path("items").isEmpty()) {
            ask(talk, index + 1, answered, empty, left);
          } else {
            left.accept(ApplyFailure.notEmpty(path, "holds something"));
          }
        });
  }
}
