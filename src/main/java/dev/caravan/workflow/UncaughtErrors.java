package dev.caravan.workflow;

import dev.caravan.workflow.FailureStore.ProcessFailed;
import java.util.UUID;
import org.flowable.bpmn.model.EndEvent;
import org.flowable.bpmn.model.ErrorEventDefinition;
import org.flowable.bpmn.model.FlowElement;
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

  /** Ends the whole process as failed where the error was thrown. */
  void fail(DelegateExecution execution, FlowElement where, @Nullable String code) {
    String name = where.getName() == null ? where.getId() : where.getName();
    failures.failed(
        UUID.fromString(execution.getRootProcessInstanceId()),
        new ProcessFailed(
            where.getId(),
            name,
            code == null ? "ProcessFailed" : code,
            "Error %s at '%s' is caught by nothing".formatted(code, where.getId())));
    TerminateEndEventActivityBehavior everything = new TerminateEndEventActivityBehavior();
    everything.setTerminateAll(true);
    everything.execute(execution);
  }
}
