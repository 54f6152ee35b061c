package dev.caravan.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flowable.bpmn.model.Activity;
import org.flowable.bpmn.model.BpmnModel;
import org.flowable.bpmn.model.ExternalWorkerServiceTask;
import org.flowable.engine.repository.ProcessDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as callers see it.
 *
 * @param name its name in addresses, such as {@code import-vendors}
 * @param title its name for people
 * @param description what it does, in a sentence or two
 * @param version counts the changes of its file or form, from 1
 * @param status active, or retired where it cannot be started any more
 * @param deployedAt when this version was deployed
 * @param steps what it does, in the order of the file
 */
record WorkflowView(
    String name,
    String title,
    String description,
    int version,
    String status,
    Instant deployedAt,
    List<StepOutline> steps) {

  static final String ACTIVE = "active";
  static final String RETIRED = "retired";

  /**
   * A step as the workflow describes it.
   *
   * @param id its id in the BPMN file
   * @param topic the route that does it, null where a person or an event does
   */
  record StepOutline(String id, String name, String description, @Nullable String topic) {

    static StepOutline of(Activity activity) {
      String topic = activity instanceof ExternalWorkerServiceTask task ? task.getTopic() : null;
      return new StepOutline(
          activity.getId(),
          Optional.ofNullable(activity.getName()).orElse(activity.getId()),
          Optional.ofNullable(activity.getDocumentation()).orElse(""),
          topic);
    }
  }

  static String statusOf(ProcessDefinition workflow) {
    return workflow.isSuspended() ? RETIRED : ACTIVE;
  }

  static WorkflowView of(ProcessDefinition workflow, BpmnModel model, Instant deployedAt) {
    return new WorkflowView(
        workflow.getKey(),
        Optional.ofNullable(workflow.getName()).orElse(workflow.getKey()),
        Optional.ofNullable(workflow.getDescription()).orElse(""),
        workflow.getVersion(),
        statusOf(workflow),
        deployedAt,
        model.getMainProcess().findFlowElementsOfType(Activity.class).stream()
            .map(StepOutline::of)
            .toList());
  }
}
