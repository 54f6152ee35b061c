package dev.caravan.api;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Holds queries to the words that the description names for them ({@code allowableValues}), and has
 * no ids, times or numbers be empty: a misspelt one would answer with nothing, an empty one with
 * everything.
 */
@Component
class QueryWords implements HandlerInterceptor, WebMvcConfigurer {

  private final Map<HandlerMethod, Map<String, List<String>>> known = new ConcurrentHashMap<>();

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method && request.getQueryString() != null) {
      refuseOthers(request, known.computeIfAbsent(method, QueryWords::of));
    }
    return true;
  }

  private static void refuseOthers(HttpServletRequest request, Map<String, List<String>> known) {
    List<InputProblem> problems = new ArrayList<>();
    known.forEach(
        (name, words) -> {
          String given = request.getParameter(name);
          if (given != null && words.isEmpty() && given.isEmpty()) {
            problems.add(new InputProblem("/" + name, "must not be empty"));
          } else if (given != null && !words.isEmpty() && !words.contains(given)) {
            problems.add(
                new InputProblem("/" + name, "must be one of " + String.join(", ", words)));
          }
        });
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The query has a problem", problems);
    }
  }

  private static Map<String, List<String>> of(HandlerMethod method) {
    Map<String, List<String>> words = new TreeMap<>();
    for (MethodParameter parameter : method.getMethodParameters()) {
      Parameter described = parameter.getParameterAnnotation(Parameter.class);
      RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
      if (query == null) {
        continue;
      }
      String name = UnknownQueryKeys.nameOf(query, parameter);
      if (described != null && described.schema().allowableValues().length > 0) {
        words.put(name, List.of(described.schema().allowableValues()));
      } else if (parameter.getParameterType() != String.class) {
        words.put(name, List.of());
      }
    }
    return words;
  }
}
