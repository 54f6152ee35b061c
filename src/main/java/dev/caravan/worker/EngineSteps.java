package dev.caravan.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.PermanentFailure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.flowable.bpmn.model.ExternalWorkerServiceTask;
import org.flowable.bpmn.model.IOParameter;
import org.flowable.common.engine.impl.interceptor.CommandContext;
import org.flowable.engine.ManagementService;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.impl.bpmn.helper.ErrorPropagation;
import org.flowable.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.flowable.engine.impl.persistence.entity.ExecutionEntity;
import org.flowable.engine.impl.util.CommandContextUtil;
import org.flowable.job.service.impl.persistence.entity.ExternalWorkerJobEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the engine must do for a step, each in one command and so in one transaction. The only class
 * that leans on the engine's internals (7.2.0): the public API needs one transaction and one thread
 * hop more for every step.
 */
@Component
class EngineSteps {

  private final ManagementService management;
  private final ProcessEngineConfigurationImpl engine;
  private final StepAttempts attempts;
  private final ObjectMapper json;

  EngineSteps(ProcessEngine processEngine, StepAttempts attempts, ObjectMapper json) {
    this.management = processEngine.getManagementService();
    this.engine = (ProcessEngineConfigurationImpl) processEngine.getProcessEngineConfiguration();
    this.attempts = attempts;
    this.json = json;
  }

  /** The variables that the model declares as the step's inputs. */
  Map<String, @Nullable Object> inputs(AcquiredStep step) {
    return management.executeCommand(context -> inputsOf(execution(step, context)));
  }

  /** The step is done: its outputs become variables and the process goes on. */
  void complete(AcquiredStep step, Map<?, ?> outputs) {
    settle(
        step,
        (job, execution) -> {
          setVariables(execution, outputs);
          engine.getJobServiceConfiguration().getExternalWorkerJobEntityManager().delete(job);
          CommandContextUtil.getAgenda().planTriggerExecutionOperation(execution);
          attempts.completed(step);
        });
  }

  /** The model's answer to a problem is taken, if it has one; else the engine throws. */
  void propagate(AcquiredStep step, Problem problem) {
    settle(
        step,
        (job, execution) -> {
          problem.outputs().forEach((name, value) -> execution.setVariable(name, stored(value)));
          engine.getJobServiceConfiguration().getExternalWorkerJobEntityManager().delete(job);
          attempts.problem(step, problem);
          ErrorPropagation.propagateError(problem.code(), execution);
        });
  }

  /** The step is put back, to be taken again after a while. */
  void retry(AcquiredStep step, StepError error, Duration wait) {
    settle(
        step,
        (job, execution) -> {
          job.setExceptionMessage(error.message());
          job.setLockOwner(null);
          job.setLockExpirationTime(Date.from(attempts.retrying(step, error, wait)));
        });
  }

  /** The step becomes a dead letter: it stands until somebody brings it back. */
  void bury(AcquiredStep step, StepError error) {
    settle(
        step,
        (job, execution) -> {
          job.setExceptionMessage(error.message());
          job.setRetries(0);
          attempts.permanentlyFailed(step, error);
          engine.getJobServiceConfiguration().getJobService().moveJobToDeadLetterJob(job);
        });
  }

  private void settle(
      AcquiredStep step, BiConsumer<ExternalWorkerJobEntity, ExecutionEntity> change) {
    management.executeCommand(
        context -> {
          ExternalWorkerJobEntity job = heldJob(step);
          change.accept(job, execution(step, context));
          return null;
        });
  }

  private ExternalWorkerJobEntity heldJob(AcquiredStep step) {
    @Nullable ExternalWorkerJobEntity job =
        engine
            .getJobServiceConfiguration()
            .getExternalWorkerJobEntityManager()
            .findById(step.jobId());
    if (job == null || !Objects.equals(job.getLockOwner(), step.owner())) {
      throw new LeaseLost(step.topic(), step.processId());
    }
    return job;
  }

  private ExecutionEntity execution(AcquiredStep step, CommandContext context) {
    @Nullable ExecutionEntity execution =
        CommandContextUtil.getExecutionEntityManager(context).findById(step.executionId());
    if (execution == null) {
      throw new LeaseLost(step.topic(), step.processId());
    }
    return execution;
  }

  /** A variable that is null is an input that is null; one that there is not is none. */
  Map<String, @Nullable Object> inputsOf(ExecutionEntity execution) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    for (IOParameter input : orNone(taskOf(execution).getInParameters())) {
      if (input.getSource() == null || execution.hasVariable(input.getSource())) {
        inputs.put(input.getTarget(), plain(valueOf(input, execution)));
      }
    }
    return inputs;
  }

  private @Nullable Object valueOf(IOParameter input, ExecutionEntity execution) {
    if (input.getSource() != null) {
      return execution.getVariable(input.getSource());
    }
    return engine
        .getExpressionManager()
        .createExpression(input.getSourceExpression())
        .getValue(execution);
  }

  /** Where the model declares outputs only these are kept; where it declares none, all are. */
  private void setVariables(ExecutionEntity execution, Map<?, ?> outputs) {
    List<IOParameter> declared = orNone(taskOf(execution).getOutParameters());
    if (declared.isEmpty()) {
      outputs.forEach((name, value) -> execution.setVariable(String.valueOf(name), stored(value)));
    }
    requireAll(declared, outputs, execution);
    for (IOParameter output : declared) {
      execution.setVariable(output.getTarget(), stored(outputs.get(output.getSource())));
    }
  }

  /** A variable that is missing would be found out later, and elsewhere. */
  private static void requireAll(
      List<IOParameter> declared, Map<?, ?> outputs, ExecutionEntity execution) {
    List<String> missing =
        declared.stream()
            .map(IOParameter::getSource)
            .filter(source -> !outputs.containsKey(source))
            .toList();
    if (!missing.isEmpty()) {
      throw PermanentFailure.configuration(
          "The route %s returned no %s, which step '%s' of the process takes from it; it returned %s. Correct the route or the outputs of the step"
              .formatted(
                  taskOf(execution).getTopic(),
                  missing,
                  execution.getCurrentActivityId(),
                  outputs.isEmpty() ? "nothing" : outputs.keySet()));
    }
  }

  private static ExternalWorkerServiceTask taskOf(ExecutionEntity execution) {
    return (ExternalWorkerServiceTask) execution.getCurrentFlowElement();
  }

  private static List<IOParameter> orNone(@Nullable List<IOParameter> parameters) {
    return parameters == null ? List.of() : parameters;
  }

  /** Structures are kept as JSON, never as serialized Java. */
  private @Nullable Object stored(@Nullable Object value) {
    boolean scalar =
        value == null
            || value instanceof String
            || value instanceof Boolean
            || value instanceof Integer
            || value instanceof Long
            || value instanceof Double
            || value instanceof BigInteger
            || value instanceof BigDecimal
            || value instanceof JsonNode;
    return scalar ? value : json.valueToTree(value);
  }

  /** JSON as maps, lists and scalars. */
  @Nullable Object plain(@Nullable Object value) {
    return value instanceof JsonNode tree ? json.convertValue(tree, Object.class) : value;
  }
}
