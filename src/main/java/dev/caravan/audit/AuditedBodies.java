package dev.caravan.audit;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Takes down what came with each call that changes something, and what it was answered. */
@RestControllerAdvice("dev.caravan")
class AuditedBodies extends RequestBodyAdviceAdapter implements ResponseBodyAdvice<Object> {

  private final AuditedJson json;
  private final BeforeImage before;

  AuditedBodies(AuditedJson json, BeforeImage before) {
    this.json = json;
    this.before = before;
  }

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public Object afterBodyRead(
      Object body,
      HttpInputMessage input,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter) {
    HttpServletRequest request = current();
    if (request != null && CallRules.changes(request)) {
      CallDetails details = CallDetails.of(request);
      details.asked(json.ofRequest(body));
      if (request.getMethod().equals("POST") && words(request).isEmpty()) {
        JsonNode name = body instanceof JsonNode free ? free.path("name") : null;
        if (name != null && name.isTextual()) {
          // A new version of what has that name already.
          details.before(before.of(request, request.getRequestURI() + "/" + name.textValue()));
        }
      }
    }
    return body;
  }

  @Override
  public boolean supports(
      MethodParameter answer, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter answer,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest asked,
      ServerHttpResponse response) {
    if (asked instanceof ServletServerHttpRequest servlet
        && CallRules.changes(servlet.getServletRequest())) {
      CallDetails.of(servlet.getServletRequest()).answered(json.ofAnswer(body));
    }
    return body;
  }

  private static @Nullable HttpServletRequest current() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes all
        ? all.getRequest()
        : null;
  }

  private static Map<?, ?> words(HttpServletRequest request) {
    return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> words
        ? words
        : Map.of();
  }
}
