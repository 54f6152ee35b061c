package dev.caravan.infrastructure;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done to a deployment: the workflow that does it, and the status while it does. */
enum OperationKind {
  DEPLOY("deploy-infrastructure", DeploymentStatus.IN_PROGRESS),
  SCALE("scale-infrastructure", DeploymentStatus.SCALING),
  CHECK("check-infrastructure", null),
  CONFIGURE("configure-infrastructure", DeploymentStatus.CONFIGURING),
  DELETE("delete-infrastructure", DeploymentStatus.DELETING);

  private final String workflow;
  private final @Nullable DeploymentStatus status;

  OperationKind(String workflow, @Nullable DeploymentStatus status) {
    this.workflow = workflow;
    this.status = status;
  }

  String workflow() {
    return workflow;
  }

  /** The status meanwhile; empty where the deployment stays as it is. */
  Optional<DeploymentStatus> status() {
    return Optional.ofNullable(status);
  }

  /** Whether this is the operation that a deployment is held by. */
  boolean holds(Deployment deployment) {
    return workflow.equals(deployment.operation());
  }

  static Optional<OperationKind> ofWorkflow(String name) {
    return Arrays.stream(values()).filter(each -> each.workflow.equals(name)).findFirst();
  }
}
