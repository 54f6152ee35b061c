package dev.caravan.paging;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.UriComponentsBuilder;

/** Reads a {@link PageRequest} from the query of a request. */
@Component
class PageRequestResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType().equals(PageRequest.class);
  }

  @Override
  public PageRequest resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binder) {
    String cursor = request.getParameter("cursor");
    String list = addressOf(request.getNativeRequest(HttpServletRequest.class));
    return new PageRequest(
        limit(request.getParameter("limit")),
        cursor == null || cursor.isEmpty() ? null : Cursor.decode(cursor, list),
        list);
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return PageRequest.DEFAULT_LIMIT;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      String message = "must be a whole number from 1 to " + PageRequest.MAX_LIMIT;
      throw PermanentFailure.validation(
          "The query has a problem", List.of(new InputProblem("/limit", message)));
    }
  }

  private static String addressOf(@Nullable HttpServletRequest request) {
    if (request == null) {
      return "";
    }
    return UriComponentsBuilder.fromPath(request.getRequestURI())
        .query(request.getQueryString())
        .replaceQueryParam("cursor")
        .build()
        .toUriString();
  }
}
