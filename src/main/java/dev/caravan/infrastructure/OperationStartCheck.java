package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.workflow.StartCheck;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Operations start by what holds the deployment for them, not by their workflow's name alone. */
@Configuration(proxyBeanMethods = false)
class OperationStartCheck {

  private record Check(OperationKind operation, DeploymentStore deployments) implements StartCheck {

    @Override
    public String workflow() {
      return operation.workflow();
    }

    @Override
    public List<InputProblem> check(UUID process, JsonNode form) {
      UUID id = UUID.fromString(form.path("deployment_id").asText());
      Optional<Deployment> held =
          deployments
              .find(id)
              .filter(operation::holds)
              .filter(each -> process.equals(each.processId()));
      return held.isPresent()
          ? List.of()
          : List.of(
              new InputProblem(
                  "/deployment_id",
                  "is not held for this: use /api/v1/deployments, which starts this workflow"));
    }
  }

  /** Recording holds nothing and harms nothing: anybody who may start workflows may want it. */
  private record RecordCheck(DeploymentStore deployments) implements StartCheck {

    @Override
    public String workflow() {
      return NetBoxRecordSteps.WORKFLOW;
    }

    @Override
    public List<InputProblem> check(UUID process, JsonNode form) {
      UUID id = UUID.fromString(form.path("deployment_id").asText());
      return deployments.find(id).isPresent()
          ? List.of()
          : List.of(new InputProblem("/deployment_id", "there is no such deployment"));
    }
  }

  @Bean
  StartCheck recordStart(DeploymentStore deployments) {
    return new RecordCheck(deployments);
  }

  @Bean
  StartCheck deployStart(DeploymentStore deployments) {
    return new Check(OperationKind.DEPLOY, deployments);
  }

  @Bean
  StartCheck scaleStart(DeploymentStore deployments) {
    return new Check(OperationKind.SCALE, deployments);
  }

  @Bean
  StartCheck checkStart(DeploymentStore deployments) {
    return new Check(OperationKind.CHECK, deployments);
  }

  @Bean
  StartCheck configureStart(DeploymentStore deployments) {
    return new Check(OperationKind.CONFIGURE, deployments);
  }

  @Bean
  StartCheck deleteStart(DeploymentStore deployments) {
    return new Check(OperationKind.DELETE, deployments);
  }
}
