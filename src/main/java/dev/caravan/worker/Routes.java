package dev.caravan.worker;

import dev.caravan.failure.Failure;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets Java call a route and wait for what it answers, where no step of a process does. */
@Component
public class Routes {

  private final ProducerTemplate template;
  private final Map<OutsideTls, String> offered = new ConcurrentHashMap<>();

  Routes(ProducerTemplate template) {
    this.template = template;
  }

  /**
   * Makes TLS of a system that is known only at run time a bean that routes can name; beside it,
   * with {@code -hosts} behind the name, whether hosts' names are checked. Equal ones are one bean.
   */
  public String offer(OutsideTls tls) {
    return offered.computeIfAbsent(
        tls,
        each -> {
          each.check();
          String name = "tls-" + UUID.randomUUID();
          template.getCamelContext().getRegistry().bind(name, each);
          template.getCamelContext().getRegistry().bind(name + "-hosts", each.hosts());
          return name;
        });
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
      // What a route asks of a bean comes wrapped once more.
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof Failure failure) {
          throw failure;
        }
      }
      throw e;
    }
  }
}
