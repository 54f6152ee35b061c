package dev.caravan.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Refuses bodies with keys that mean nothing, and names all of them at once: Jackson would stop at
 * the first.
 */
@ControllerAdvice
class UnknownBodyKeys extends RequestBodyAdviceAdapter {

  private final ObjectMapper json;

  UnknownBodyKeys(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return MappingJackson2HttpMessageConverter.class.isAssignableFrom(converter);
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter)
      throws IOException {
    byte[] body = message.getBody().readAllBytes();
    List<InputProblem> problems = problems(body, json.constructType(type));
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The body has unknown keys", problems);
    }
    return new Replay(message.getHeaders(), body);
  }

  List<InputProblem> problems(byte[] body, JavaType type) throws IOException {
    try {
      JsonNode document = json.readTree(body);
      KnownKeys known = new KnownKeys(json.getDeserializationConfig());
      known.compare(document, type, "");
      return known.problems();
    } catch (JsonProcessingException notJson) {
      // The reader of the body says so, and where.
      return List.of();
    }
  }

  private record Replay(HttpHeaders headers, InputStream body) implements HttpInputMessage {

    Replay(HttpHeaders headers, byte[] body) {
      this(headers, new ByteArrayInputStream(body));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public InputStream getBody() {
      return body;
    }
  }
}
