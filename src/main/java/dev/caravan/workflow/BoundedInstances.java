package dev.caravan.workflow;

import org.flowable.bpmn.model.Activity;
import org.flowable.common.engine.api.FlowableException;
import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.impl.bpmn.behavior.AbstractBpmnActivityBehavior;
import org.flowable.engine.impl.bpmn.behavior.ParallelMultiInstanceBehavior;
import org.flowable.engine.impl.bpmn.behavior.SequentialMultiInstanceBehavior;
import org.flowable.engine.impl.bpmn.parser.factory.DefaultActivityBehaviorFactory;

/** Bounds how often an activity is repeated: the number may come from a form. */
class BoundedInstances extends DefaultActivityBehaviorFactory {

  static final int MOST = 1_000;

  @Override
  public ParallelMultiInstanceBehavior createParallelMultiInstanceBehavior(
      Activity activity, AbstractBpmnActivityBehavior inner) {
    return new ParallelMultiInstanceBehavior(activity, inner) {
      private static final long serialVersionUID = 1L;

      @Override
      protected int resolveNrOfInstances(DelegateExecution execution) {
        return bounded(super.resolveNrOfInstances(execution));
      }
    };
  }

  @Override
  public SequentialMultiInstanceBehavior createSequentialMultiInstanceBehavior(
      Activity activity, AbstractBpmnActivityBehavior inner) {
    return new SequentialMultiInstanceBehavior(activity, inner) {
      private static final long serialVersionUID = 1L;

      @Override
      protected int resolveNrOfInstances(DelegateExecution execution) {
        return bounded(super.resolveNrOfInstances(execution));
      }
    };
  }

  private static int bounded(int instances) {
    if (instances > MOST) {
      throw new FlowableException(
          "It would be repeated %,d times, which is more than %,d".formatted(instances, MOST));
    }
    return instances;
  }
}
