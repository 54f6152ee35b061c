package dev.caravan.fabric;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.kubernetes.KubernetesAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why an object is not as git declares it though that was tried.
 *
 * @param status what the cluster answered, or would be right to
 * @param reason Kubernetes' name for it, or our own
 */
record ApplyFailure(int status, String reason, String message, List<Cause> causes) {

  private static final String CONFLICT = "FieldManagerConflict";
  private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]+)\"");

  /**
   * One field.
   *
   * @param manager who owns it, where that is why
   */
  record Cause(String field, String reason, @Nullable String manager, String message) {}

  /** The cluster has refused it. */
  static ApplyFailure of(KubernetesAnswer answer) {
    List<Cause> causes = new ArrayList<>();
    for (KubernetesAnswer.Cause each : answer.causes()) {
      Matcher manager = MANAGER.matcher(each.message());
      causes.add(
          new Cause(
              each.field(),
              each.reason(),
              manager.find() ? manager.group(1) : null,
              each.message()));
    }
    return new ApplyFailure(answer.status(), answer.reason(), answer.words(), causes);
  }

  /** Git has dropped fields that others have written as well: they are not ours to take away. */
  static ApplyFailure owned(List<Difference> left) {
    List<Cause> causes =
        left.stream()
            .map(
                each ->
                    new Cause(
                        each.field(),
                        CONFLICT,
                        each.manager(),
                        "git has it no more, and %s owns it".formatted(each.manager())))
            .toList();
    Cause first = causes.get(0);
    return new ApplyFailure(
        409, "Conflict", "%s: %s".formatted(first.field(), first.message()), causes);
  }

  /** Another fabric declares it, too: only one of them may write it. */
  static ApplyFailure declaredTwice(String other) {
    return new ApplyFailure(
        409,
        "DeclaredTwice",
        "Fabric %s declares it as well, and only one of the two may change it".formatted(other),
        List.of());
  }

  /** The cluster does not serve its kind, which a definition in git is to make. */
  static ApplyFailure awaited(String kind) {
    return new ApplyFailure(
        404,
        "KindAwaited",
        "The cluster does not serve %s yet; it is made once its definition is there"
            .formatted(kind),
        List.of());
  }

  /** With it would go what nobody has dropped, or what cannot be seen. */
  static ApplyFailure notEmpty(String path, String why) {
    return new ApplyFailure(
        409,
        "NotEmpty",
        "It is left, as all that is in it would be deleted with it, and %s %s".formatted(path, why),
        List.of());
  }

  /** What is to be sent is not known in full. */
  static ApplyFailure concealed() {
    return new ApplyFailure(
        409,
        "Concealed",
        "What git declares is not on record with its secrets; change it in git, or the fabric, so"
            + " that it is read again",
        List.of());
  }

  /** The same in other words. */
  ApplyFailure in(UnaryOperator<String> otherWords) {
    return new ApplyFailure(
        status,
        reason,
        otherWords.apply(message),
        causes.stream()
            .map(
                each ->
                    new Cause(
                        each.field(),
                        each.reason(),
                        each.manager(),
                        otherWords.apply(each.message())))
            .toList());
  }

  ObjectNode asJson() {
    ObjectNode failure = JsonNodeFactory.instance.objectNode();
    failure.put("status", status);
    failure.put("reason", reason);
    failure.put("message", message);
    ArrayNode list = failure.putArray("causes");
    for (Cause each : causes) {
      list.addObject()
          .put("field", each.field())
          .put("reason", each.reason())
          .put("manager", each.manager())
          .put("message", each.message());
    }
    return failure;
  }
}
