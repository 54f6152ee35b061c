package dev.caravan.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Knows which methods an address has: those of the mapping that names it most exactly. {@code
 * /fabrics/verify} is read alone, though a fabric's {@code /fabrics/{id}} would fit it, too.
 */
@Component
class KnownMethods implements HandlerInterceptor, WebMvcConfigurer {

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

  /** The methods that an address has; none where there is nothing. */
  Set<String> at(String path) {
    return nearest(path).map(Map.Entry::getValue).orElse(Set.of());
  }

  private Optional<Map.Entry<PathPattern, Set<String>>> nearest(String path) {
    PathContainer wanted = PathContainer.parsePath(path);
    Map<PathPattern, Set<String>> methods = new HashMap<>();
    for (RequestMappingInfo mapping : handlers.getObject().getHandlerMethods().keySet()) {
      var patterns = mapping.getPathPatternsCondition();
      if (patterns != null) {
        patterns.getPatterns().stream()
            .filter(pattern -> pattern.matches(wanted))
            .map(pattern -> methods.computeIfAbsent(pattern, any -> new TreeSet<>()))
            .forEach(known -> add(mapping, known));
      }
    }
    return methods.entrySet().stream().min(Map.Entry.comparingByKey());
  }

  private static void add(RequestMappingInfo mapping, Set<String> known) {
    mapping.getMethodsCondition().getMethods().stream()
        .map(RequestMethod::name)
        .forEach(known::add);
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/**").order(Ordered.HIGHEST_PRECEDENCE);
  }

  /**
   * What an address that fits less exactly has, be it a method or a format, is none of this one.
   */
  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws HttpRequestMethodNotSupportedException, HttpMediaTypeNotAcceptableException {
    Object chosen = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    Optional<Map.Entry<PathPattern, Set<String>>> nearest =
        handler instanceof HandlerMethod ? nearest(request.getRequestURI()) : Optional.empty();
    if (nearest.isEmpty() || nearest.get().getKey().getPatternString().equals(chosen)) {
      return true;
    }
    Set<String> methods = nearest.get().getValue();
    if (methods.contains(request.getMethod().equals("HEAD") ? "GET" : request.getMethod())) {
      throw new HttpMediaTypeNotAcceptableException("The answer is not in what Accept asks for");
    }
    throw new HttpRequestMethodNotSupportedException(request.getMethod(), methods);
  }
}
