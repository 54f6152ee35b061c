package dev.caravan.api;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Knows which methods an address has, for what is refused before that is looked for. */
@Component
class KnownMethods {

  private final ObjectProvider<RequestMappingHandlerMapping> handlers;

  KnownMethods(
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> handlers) {
    this.handlers = handlers;
  }

  /** Whether any address of the API has it. */
  static boolean isUsual(String method) {
    return Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS").contains(method);
  }

  /** The methods that an address has, as the header Allow has them. */
  String at(String path) {
    PathContainer wanted = PathContainer.parsePath(path);
    Set<String> methods = new TreeSet<>();
    for (RequestMappingInfo mapping : handlers.getObject().getHandlerMethods().keySet()) {
      var patterns = mapping.getPathPatternsCondition();
      if (patterns != null
          && patterns.getPatterns().stream().anyMatch(each -> each.matches(wanted))) {
        mapping.getMethodsCondition().getMethods().stream()
            .map(RequestMethod::name)
            .forEach(methods::add);
      }
    }
    return String.join(", ", methods);
  }
}
