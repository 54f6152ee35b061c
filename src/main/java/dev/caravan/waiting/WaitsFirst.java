package dev.caravan.waiting;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets a read that asks for it wait before its controller is called: the controller knows nothing
 * of it and shows what is true at the end.
 */
@Component
class WaitsFirst implements HandlerInterceptor, WebMvcConfigurer {

  /** After those that look whether the query makes sense. */
  private static final int LAST = 100;

  private static final Pattern SECONDS = Pattern.compile("\\d{1,4}");

  private final OpenWaits waits;
  private final ApplicationContext context;

  WaitsFirst(OpenWaits waits, ApplicationContext context) {
    this.waits = waits;
    this.context = context;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/**").order(LAST);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws Exception {
    String given = request.getParameter(Waits.KEY);
    if (given == null || !(handler instanceof HandlerMethod method)) {
      return true;
    }
    Waits how = method.getMethodAnnotation(Waits.class);
    WebAsyncManager async = WebAsyncUtils.getAsyncManager(request);
    if (how == null || request.getDispatcherType() == DispatcherType.ASYNC) {
      async.clearConcurrentResult();
      return true;
    }
    Duration time = time(given);
    Unrest unrest = context.getBean(how.on());
    Optional<UUID> id = id(request, how.id());
    if (time.isZero() || id.isEmpty() || !unrest.among(Set.of(id.get())).contains(id.get())) {
      return true;
    }
    async.setAsyncWebRequest(WebAsyncUtils.createAsyncWebRequest(request, response));
    async.startDeferredResultProcessing(waits.until(unrest, id.get(), time));
    return false;
  }

  private static Duration time(String given) {
    if (!SECONDS.matcher(given).matches() || Integer.parseInt(given) > Waits.MOST_SECONDS) {
      String range = "must be whole seconds from 0 to %d".formatted(Waits.MOST_SECONDS);
      throw PermanentFailure.validation(
          "The query has a problem", List.of(new InputProblem("/" + Waits.KEY, range)));
    }
    return Duration.ofSeconds(Integer.parseInt(given));
  }

  /** Empty where it is no id: the controller says so. */
  private static Optional<UUID> id(HttpServletRequest request, String variable) {
    Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    @Nullable Object text = variables instanceof Map<?, ?> map ? map.get(variable) : null;
    try {
      return Optional.ofNullable(text).map(String::valueOf).map(UUID::fromString);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
