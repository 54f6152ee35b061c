package dev.caravan.worker;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stops a route before its next node, in every branch, once its step is no longer held. */
@Component
class LeaseGuard implements InterceptStrategy {

  static final String STEP = "step";

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode node, Processor target, @Nullable Processor next) {
    return new Guarded(target);
  }

  private static final class Guarded extends DelegateAsyncProcessor {

    Guarded(Processor target) {
      super(target);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      if (exchange.getProperty(STEP) instanceof Step step && !step.held()) {
        exchange.setException(new LeaseLost(step.topic(), step.processId()));
        callback.done(true);
        return true;
      }
      return super.process(exchange, callback);
    }
  }
}
