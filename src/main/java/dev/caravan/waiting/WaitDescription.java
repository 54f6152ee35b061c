package dev.caravan.waiting;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Says in the description of the API which reads may wait. */
@Component
class WaitDescription implements GlobalOperationCustomizer {

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    if (handler.hasMethodAnnotation(Waits.class)) {
      operation.addParametersItem(
          new Parameter()
              .in("query")
              .name(Waits.KEY)
              .schema(
                  new IntegerSchema()
                      .format(null)
                      ._default(0)
                      .minimum(BigDecimal.ZERO)
                      .maximum(BigDecimal.valueOf(Waits.MOST_SECONDS)))
              .description(
                  "So many seconds at most the answer waits for what is shown to be at rest: ended,"
                      + " failed, or a person's turn. It shows what is true then."));
    }
    return operation;
  }
}
