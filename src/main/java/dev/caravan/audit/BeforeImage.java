package dev.caravan.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolverComposite;
import org.springframework.web.method.support.InvocableHandlerMethod;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ServletRequestDataBinderFactory;

/**
 * Reads how an object is before a call changes it: as its own address shows it. So whatever can be
 * read and changed is told with its values, and no controller needs to know of it.
 */
@Component
class BeforeImage implements HandlerInterceptor, WebMvcConfigurer {

  private static final Logger LOG = LoggerFactory.getLogger(BeforeImage.class);

  private final ObjectProvider<RequestMappingHandlerMapping> mapping;
  private final ObjectProvider<RequestMappingHandlerAdapter> adapter;
  private final AuditedJson json;

  BeforeImage(
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> mapping,
      ObjectProvider<RequestMappingHandlerAdapter> adapter,
      AuditedJson json) {
    this.mapping = mapping;
    this.adapter = adapter;
    this.json = json;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (CallRules.changes(request) && handler instanceof HandlerMethod) {
      CallDetails details = CallDetails.of(request);
      words(request).forEach((name, value) -> details.word("" + name, "" + value));
      request
          .getParameterMap()
          .forEach((name, values) -> details.word(name, String.join(", ", values)));
      if (CallRules.changesObject(request)) {
        details.before(of(request, request.getRequestURI()));
      }
    }
    return true;
  }

  private static Map<?, ?> words(HttpServletRequest request) {
    return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> words
        ? words
        : Map.of();
  }

  /** What the address shows now; missing where it shows nothing. */
  @SuppressWarnings("PMD.AvoidCatchingGenericException")
  JsonNode of(HttpServletRequest request, String address) {
    try {
      ReadRequest read = new ReadRequest(request, address);
      HandlerExecutionChain chain = mapping.getObject().getHandler(read);
      return chain != null && chain.getHandler() instanceof HandlerMethod handler
          ? json.ofAnswer(body(answer(handler, read)))
          : MissingNode.getInstance();
    } catch (Exception nothingThere) {
      // The call itself says what is wrong.
      LOG.debug("There is no image of {} before it is changed", address, nothingThere);
      return MissingNode.getInstance();
    }
  }

  private Object answer(HandlerMethod handler, ReadRequest request) throws Exception {
    RequestMappingHandlerAdapter reading = adapter.getObject();
    InvocableHandlerMethod call = new InvocableHandlerMethod(handler.createWithResolvedBean());
    HandlerMethodArgumentResolverComposite resolvers = new HandlerMethodArgumentResolverComposite();
    resolvers.addResolvers(Objects.requireNonNull(reading.getArgumentResolvers()));
    call.setHandlerMethodArgumentResolvers(resolvers);
    call.setDataBinderFactory(
        new ServletRequestDataBinderFactory(List.of(), reading.getWebBindingInitializer()));
    return call.invokeForRequest(new ServletWebRequest(request), new ModelAndViewContainer());
  }

  private static Object body(Object answer) {
    return answer instanceof ResponseEntity<?> entity ? entity.getBody() : answer;
  }
}
