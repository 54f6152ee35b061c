package dev.caravan.api;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.PageRequest;
import dev.caravan.waiting.Waits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Refuses queries with keys that the endpoint does not read: a misspelt filter would answer with
 * everything. Nor may a key come twice: which of them counts is unsaid.
 */
@Component
class UnknownQueryKeys implements HandlerInterceptor, WebMvcConfigurer {

  private final Map<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method && request.getQueryString() != null) {
      refuseUnknown(request.getQueryString(), known.computeIfAbsent(method, UnknownQueryKeys::of));
    }
    return true;
  }

  private static void refuseUnknown(String query, Set<String> known) {
    MultiValueMap<String, String> given =
        UriComponentsBuilder.newInstance().query(query).build().getQueryParams();
    List<InputProblem> problems =
        given.keySet().stream()
            .filter(key -> !known.contains(key))
            .map(key -> new InputProblem("/" + key, "is unknown" + hint(known)))
            .toList();
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The query has unknown keys", problems);
    }
    List<InputProblem> repeated =
        given.entrySet().stream()
            .filter(each -> each.getValue().size() > 1)
            .map(each -> new InputProblem("/" + each.getKey(), "is given more than once"))
            .toList();
    if (!repeated.isEmpty()) {
      throw PermanentFailure.validation("The query says a thing more than once", repeated);
    }
  }

  private static String hint(Set<String> known) {
    return known.isEmpty() ? "; none is known here" : "; known here: " + String.join(", ", known);
  }

  private static Set<String> of(HandlerMethod method) {
    Set<String> names = new TreeSet<>();
    if (method.hasMethodAnnotation(Waits.class)) {
      names.add(Waits.KEY);
    }
    for (MethodParameter parameter : method.getMethodParameters()) {
      if (parameter.getParameterType() == PageRequest.class) {
        names.addAll(Set.of("limit", "cursor"));
      }
      RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
      if (query != null) {
        names.add(nameOf(query, parameter));
      }
    }
    return names;
  }

  static String nameOf(RequestParam query, MethodParameter parameter) {
    @Nullable String inCode = parameter.getParameter().getName();
    return query.name().isEmpty() ? Objects.requireNonNull(inCode) : query.name();
  }
}
