package dev.caravan.worker;

import dev.caravan.failure.Failure;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets Java call a route and wait for what it answers, where no step of a process does. */
@Component
public class Routes {

  private final ProducerTemplate template;

  Routes(ProducerTemplate template) {
    this.template = template;
  }

  /**
   * Sends a body to a route and gives back the route's last body; a failure in it comes as it is.
   *
   * @param endpoint such as {@code direct:netbox.check}
   */
  public @Nullable Object request(String endpoint, @Nullable Object body) {
    try {
      return template.requestBody(endpoint, body);
    } catch (CamelExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw e;
    }
  }
}
