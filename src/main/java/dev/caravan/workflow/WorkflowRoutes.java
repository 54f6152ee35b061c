package dev.caravan.workflow;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Tells Camel to read its routes from the same locations as the processes, unless told otherwise.
 */
class WorkflowRoutes implements EnvironmentPostProcessor {

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    environment.getPropertySources().addLast(new Derived(environment));
  }

  private static final class Derived extends PropertySource<String> {

    private final Environment environment;

    Derived(Environment environment) {
      // The environment may not be the source itself: Spring Boot would search it without end.
      super("routes of the content locations", "caravan.content.locations");
      this.environment = environment;
    }

    @Override
    public @Nullable Object getProperty(String name) {
      return name.equals("camel.main.routes-include-pattern") ? routes() : null;
    }

    private @Nullable String routes() {
      String routes = WorkflowContent.of(environment).routes();
      return routes.isEmpty() ? null : routes;
    }
  }
}
