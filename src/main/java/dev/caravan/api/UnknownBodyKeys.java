package dev.caravan.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Refuses bodies with keys that mean nothing, and names all of them at once. */
@ControllerAdvice
class UnknownBodyKeys extends RequestBodyAdviceAdapter {

  private static final ThreadLocal<@Nullable List<InputProblem>> FOUND = new ThreadLocal<>();

  @Bean
  static Jackson2ObjectMapperBuilderCustomizer collectingUnknownKeys() {
    return builder -> builder.postConfigurer(mapper -> mapper.addHandler(new Collector()));
  }

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter) {
    FOUND.set(new ArrayList<>());
    return message;
  }

  @Override
  public Object afterBodyRead(
      Object body,
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter) {
    List<InputProblem> found = FOUND.get();
    FOUND.remove();
    if (found != null && !found.isEmpty()) {
      throw PermanentFailure.validation("The body has unknown keys", found);
    }
    return body;
  }

  private static final class Collector extends DeserializationProblemHandler {

    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        JsonDeserializer<?> deserializer,
        Object beanOrClass,
        String name)
        throws IOException {
      List<InputProblem> found = FOUND.get();
      if (found == null) {
        return false;
      }
      String pointer = parser.getParsingContext().pathAsPointer().toString();
      found.add(new InputProblem(pointer, "is unknown" + known(deserializer)));
      parser.skipChildren();
      return true;
    }

    private static String known(JsonDeserializer<?> deserializer) {
      Collection<Object> names = deserializer.getKnownPropertyNames();
      if (names == null || names.isEmpty()) {
        return "";
      }
      TreeSet<String> sorted = new TreeSet<>();
      names.forEach(name -> sorted.add(name.toString()));
      return "; known here: " + String.join(", ", sorted);
    }
  }
}
