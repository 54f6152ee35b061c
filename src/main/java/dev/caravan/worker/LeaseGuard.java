package dev.caravan.worker;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stops a route before its next node, in every branch, once its step is no longer held. */
@Component
class LeaseGuard implements InterceptStrategy {

  static final String STEP = "step";

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode node, Processor target, @Nullable Processor next) {
    return exchange -> {
      requireHeld(exchange);
      target.process(exchange);
    };
  }

  private static void requireHeld(Exchange exchange) {
    if (exchange.getProperty(STEP) instanceof Step step) {
      step.requireHeld();
    }
  }
}
