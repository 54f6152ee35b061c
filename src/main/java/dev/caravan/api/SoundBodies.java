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
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Looks at every body before a controller does, and names all at once: texts that cannot be stored,
 * keys that mean nothing, and nulls in lists. Jackson would stop at the first, or say nothing.
 */
@ControllerAdvice(basePackages = "dev.caravan")
class SoundBodies extends RequestBodyAdviceAdapter {

  private final ObjectMapper json;

  SoundBodies(MappingJackson2HttpMessageConverter converter) {
    this.json = converter.getObjectMapper();
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
    check(body, json.constructType(type), isWanted(parameter));
    return new Replay(message.getHeaders(), body);
  }

  private static boolean isWanted(MethodParameter parameter) {
    @Nullable RequestBody body = parameter.getParameterAnnotation(RequestBody.class);
    return body != null && body.required();
  }

  private void check(byte[] body, JavaType type, boolean wanted) throws IOException {
    try {
      JsonNode document = json.readTree(body);
      if (document.isNull() && wanted) {
        String what = "must not be null, should be " + JsonTypes.nameOf(type.getRawClass());
        refuse("The body does not fit", List.of(new InputProblem("", what)));
      }
      refuse("The body holds what cannot be stored", BodyTexts.problems(document));
      KnownKeys known = compared(document, type);
      refuse("The body has unknown keys", known.problems());
      refuse("The body does not fit", known.nulls());
    } catch (NumberFormatException | ArithmeticException noNumber) {
      throw PermanentFailure.validation(
          "The body holds what is no number",
          List.of(new InputProblem("", "no exponent may have more than nine digits")));
    } catch (JsonProcessingException notJson) {
      // The reader of the body says so, and where.
    }
  }

  private static void refuse(String message, List<InputProblem> problems) {
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation(message, problems);
    }
  }

  KnownKeys compared(JsonNode document, JavaType type) {
    KnownKeys known = new KnownKeys(json.getDeserializationConfig());
    known.compare(document, type, "");
    return known;
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
