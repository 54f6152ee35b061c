package dev.caravan.infrastructure;

import java.util.Arrays;
import java.util.Optional;

/** What can be done to a deployment: the workflow that does it, and the status while it does. */
enum OperationKind {
  DEPLOY("deploy-infrastructure", DeploymentStatus.IN_PROGRESS),
  SCALE("scale-infrastructure", DeploymentStatus.SCALING),
  DELETE("delete-infrastructure", DeploymentStatus.DELETING);

  private final String workflow;
  private final DeploymentStatus status;

  OperationKind(String workflow, DeploymentStatus status) {
    this.workflow = workflow;
    this.status = status;
  }

  String workflow() {
    return workflow;
  }

  DeploymentStatus status() {
    return status;
  }

  static Optional<OperationKind> ofWorkflow(String name) {
    return Arrays.stream(values()).filter(each -> each.workflow.equals(name)).findFirst();
  }
}
