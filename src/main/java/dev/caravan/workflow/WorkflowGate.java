package dev.caravan.workflow;

import dev.caravan.bpmn.BpmnGuard;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.Map;
import org.flowable.common.engine.api.FlowableIllegalArgumentException;
import org.flowable.common.engine.api.repository.EngineDeployment;
import org.flowable.common.engine.api.repository.EngineResource;
import org.flowable.common.engine.impl.EngineDeployer;
import org.springframework.stereotype.Component;

/**
 * Stands before the engine's own deployers, so that every deployment passes it, whatever API it
 * came by. Only what was checked is let through: one BPMN file and its form.
 */
@Component
class WorkflowGate implements EngineDeployer {

  private final BpmnGuard guard;

  WorkflowGate(BpmnGuard guard) {
    this.guard = guard;
  }

  @Override
  public void deploy(EngineDeployment deployment, Map<String, Object> settings) {
    // What was deployed once is parsed again after every start; it was checked when it was new.
    if (deployment.isNew()) {
      deployment.getResources().values().forEach(this::check);
    }
  }

  @Override
  public void undeploy(EngineDeployment deployment, boolean cascade) {}

  private void check(EngineResource resource) {
    try {
      requireSafe(resource);
    } catch (PermanentFailure refusal) {
      throw new Refused(refusal);
    }
  }

  private void requireSafe(EngineResource resource) {
    String name = String.valueOf(resource.getName());
    if (name.endsWith(".bpmn20.xml")) {
      guard.requireSafe(name, resource.getBytes());
    } else if (name.equals(FormSchema.FILE)) {
      FormSchema.parse(resource.getBytes());
    } else {
      throw PermanentFailure.validation(
          "The deployment holds a file that is not allowed",
          List.of(
              new InputProblem(
                  "/" + name,
                  "%s: a deployment holds a .bpmn20.xml file and %s, nothing else"
                      .formatted(name, FormSchema.FILE))));
    }
  }

  /** A refusal in the engine's own words: bad input, no reason for a stack trace in the log. */
  static final class Refused extends FlowableIllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final PermanentFailure refusal;

    Refused(PermanentFailure refusal) {
      super(String.valueOf(refusal.getMessage()), refusal);
      this.refusal = refusal;
      setReduceLogLevel(true);
    }

    PermanentFailure refusal() {
      return refusal;
    }
  }
}
