package dev.caravan.workflow;

import org.flowable.common.engine.impl.interceptor.CommandContext;
import org.flowable.engine.delegate.BpmnError;
import org.flowable.engine.impl.jobexecutor.ExternalWorkerTaskCompleteJobHandler;
import org.flowable.engine.impl.persistence.entity.ExecutionEntity;
import org.flowable.job.service.impl.persistence.entity.JobEntity;
import org.flowable.variable.api.delegate.VariableScope;

/**
 * A BPMN error by which a worker outside of Caravan ends its step, and which nothing catches, ends
 * the process as failed with the error's code. The engine by itself tries the same error again.
 */
class UncaughtStepErrors extends ExternalWorkerTaskCompleteJobHandler {

  private final UncaughtErrors errors;

  UncaughtStepErrors(UncaughtErrors errors) {
    this.errors = errors;
  }

  @Override
  public void execute(
      JobEntity job, String configuration, VariableScope scope, CommandContext context) {
    try {
      super.execute(job, configuration, scope, context);
    } catch (BpmnError uncaught) {
      ExecutionEntity step = (ExecutionEntity) scope;
      errors.fail(step, step.getCurrentFlowElement(), uncaught.getErrorCode());
    }
  }
}
