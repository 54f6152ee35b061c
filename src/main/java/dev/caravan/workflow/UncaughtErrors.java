package dev.caravan.workflow;

import dev.caravan.workflow.FailureStore.ProcessFailed;
import java.util.UUID;
import org.flowable.bpmn.model.EndEvent;
import org.flowable.bpmn.model.ErrorEventDefinition;
import org.flowable.engine.delegate.BpmnError;
import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.impl.bpmn.behavior.ErrorEndEventActivityBehavior;
import org.flowable.engine.impl.bpmn.behavior.TerminateEndEventActivityBehavior;
import org.flowable.engine.impl.util.ProcessDefinitionUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * An error end event whose error nothing catches ends the whole process as failed, with the event
 * and the error. The engine by itself takes it for a mistake of its caller and undoes everything.
 */
@Component
class UncaughtErrors extends BoundedInstances {

  private final FailureStore failures;

  UncaughtErrors(FailureStore failures) {
    this.failures = failures;
  }

  @Override
  public ErrorEndEventActivityBehavior createErrorEndEventActivityBehavior(
      EndEvent end, ErrorEventDefinition definition) {
    ErrorEndEventActivityBehavior plain =
        super.createErrorEndEventActivityBehavior(end, definition);
    return new ErrorEndEventActivityBehavior(plain.getErrorCode(), end.getOutParameters()) {
      private static final long serialVersionUID = 1L;

      @Override
      public void execute(DelegateExecution execution) {
        try {
          super.execute(execution);
        } catch (BpmnError uncaught) {
          fail(execution, end, codeOf(getErrorCode(), execution));
        }
      }
    };
  }

  /** The engine keeps the id by which the event refers to its error. */
  private static @Nullable String codeOf(@Nullable String reference, DelegateExecution execution) {
    return ProcessDefinitionUtil.getBpmnModel(execution.getProcessDefinitionId())
        .getErrors()
        .getOrDefault(reference, reference);
  }

  private void fail(DelegateExecution execution, EndEvent end, @Nullable String code) {
    String name = end.getName() == null ? end.getId() : end.getName();
    failures.failed(
        UUID.fromString(execution.getRootProcessInstanceId()),
        new ProcessFailed(
            end.getId(),
            name,
            code == null ? "ProcessFailed" : code,
            "Error %s at '%s' is caught by nothing".formatted(code, end.getId())));
    TerminateEndEventActivityBehavior everything = new TerminateEndEventActivityBehavior();
    everything.setTerminateAll(true);
    everything.execute(execution);
  }
}
