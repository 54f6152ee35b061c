package dev.caravan.workflow;

import org.flowable.common.engine.api.FlowableException;
import org.flowable.common.engine.impl.interceptor.CommandContext;
import org.flowable.engine.FlowableEngineAgenda;
import org.flowable.engine.FlowableEngineAgendaFactory;
import org.flowable.engine.impl.agenda.DefaultFlowableEngineAgenda;

/**
 * Ends what goes on and on without ever waiting: a loop without a wait, a process that calls
 * itself. All of that would be one transaction, which holds its thread and its connection for ever.
 */
final class BoundedAgendas implements FlowableEngineAgendaFactory {

  /** The largest model in use takes some hundreds. */
  static final int MOST = 10_000;

  @Override
  public FlowableEngineAgenda createAgenda(CommandContext context) {
    return new DefaultFlowableEngineAgenda(context) {
      private int done;

      @Override
      public Runnable getNextOperation() {
        if (++done > MOST) {
          throw new FlowableException(
              "The process has taken %,d steps without waiting for anything: a loop or a call of itself has no end"
                  .formatted(MOST));
        }
        return super.getNextOperation();
      }
    };
  }
}
