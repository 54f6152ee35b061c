package dev.caravan.api;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Leads whoever comes with a browser, or with the short address, to the API's documentation. */
@Component
class FrontDoor implements WebMvcConfigurer {

  private static final List<String> DOORS = List.of("/", "/swagger-ui", "/swagger-ui/");

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    DOORS.forEach(door -> registry.addRedirectViewController(door, "/swagger-ui/index.html"));
  }
}
