package dev.caravan.workflow;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXParseException;

/** What keeps a workflow from being deployed, in lines that name the file. */
final class WorkflowProblems {

  private WorkflowProblems() {}

  /** The failure's problems, each with its file and where in it. */
  static List<String> explain(String workflow, PermanentFailure failure) {
    return errors(failure).map(problem -> line(workflow, problem)).toList();
  }

  /** What the engine itself has against a file that may be deployed otherwise. */
  static PermanentFailure refusedByEngine(String workflow, RuntimeException refusal) {
    String message =
        "%s.bpmn20.xml%s: %s"
            .formatted(workflow, line(refusal.getCause()), String.valueOf(refusal.getMessage()));
    return PermanentFailure.validation(message, List.of(new InputProblem("", message)));
  }

  private static String line(@Nullable Throwable cause) {
    return cause instanceof SAXParseException e ? " line " + e.getLineNumber() : "";
  }

  private static Stream<InputProblem> errors(PermanentFailure failure) {
    return failure.details().get("errors") instanceof List<?> errors
        ? errors.stream().map(InputProblem.class::cast)
        : Stream.of(new InputProblem("", String.valueOf(failure.getMessage())));
  }

  private static String line(String workflow, InputProblem problem) {
    return problem.message().startsWith(workflow + ".bpmn20.xml")
        ? "processes/" + workflow + "/" + problem.message()
        : "processes/%s/%s %s: %s"
            .formatted(workflow, FormSchema.FILE, problem.pointer(), problem.message());
  }
}
