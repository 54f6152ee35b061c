package dev.caravan.workflow;

import dev.caravan.bpmn.BpmnOutcomes;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flowable.common.engine.api.repository.EngineDeployment;
import org.flowable.common.engine.impl.EngineDeployer;
import org.flowable.engine.impl.persistence.entity.DeploymentEntity;
import org.flowable.engine.repository.ProcessDefinition;
import org.springframework.stereotype.Component;

/** Writes down, with each new version of a workflow, at which of its ends a process has failed. */
@Component
class WorkflowOutcomes implements EngineDeployer {

  private final FailureStore failures;

  WorkflowOutcomes(FailureStore failures) {
    this.failures = failures;
  }

  /** After the engine's own deployers: what was deployed has its id by now. */
  @Override
  public void deploy(EngineDeployment deployment, Map<String, Object> settings) {
    if (!deployment.isNew() || !(deployment instanceof DeploymentEntity deployed)) {
      return;
    }
    deployed
        .getDeployedArtifacts(ProcessDefinition.class)
        .forEach(definition -> failures.deployed(definition.getId(), failingEnds(deployment)));
  }

  /** A deployment holds one model. */
  private static Set<String> failingEnds(EngineDeployment deployment) {
    return deployment.getResources().values().stream()
        .filter(resource -> String.valueOf(resource.getName()).endsWith(".bpmn20.xml"))
        .flatMap(resource -> BpmnOutcomes.failingEnds(resource.getBytes()).stream())
        .collect(Collectors.toSet());
  }

  @Override
  public void undeploy(EngineDeployment deployment, boolean cascade) {}
}
