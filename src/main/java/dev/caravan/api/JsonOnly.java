package dev.caravan.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.caravan.paging.Times;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.converter.ResourceRegionHttpMessageConverter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Makes JSON, read strictly, the one format of bodies. A library on the class path that can read
 * YAML, XML or CBOR would else bring a second door that none of the checks stand at.
 */
@Configuration
class JsonOnly implements WebMvcConfigurer {

  private static final Set<String> FORMS = Set.of("application/x-www-form-urlencoded");

  /** JSON, and what answers as it is: texts, pictures and the files of the user interface. */
  private static final Set<Class<?>> CONVERTERS =
      Set.of(
          MappingJackson2HttpMessageConverter.class,
          StringHttpMessageConverter.class,
          ByteArrayHttpMessageConverter.class,
          ResourceHttpMessageConverter.class,
          ResourceRegionHttpMessageConverter.class);

  @Bean
  MappingJackson2HttpMessageConverter jsonConverter(ObjectMapper json) {
    return new MappingJackson2HttpMessageConverter(strict(json));
  }

  @Override
  public void extendMessageConverters(List<HttpMessageConverter<?>> converters) {
    converters.removeIf(converter -> !CONVERTERS.contains(converter.getClass()));
  }

  /** A body in a form's encoding would be read as if it were the query. */
  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry
        .addInterceptor(
            new HandlerInterceptor() {
              @Override
              public boolean preHandle(
                  HttpServletRequest request, HttpServletResponse response, Object handler)
                  throws HttpMediaTypeNotSupportedException {
                if (BodyLimitFilter.BODIES.contains(request.getMethod())) {
                  refuseForms(request);
                }
                return true;
              }
            })
        .addPathPatterns("/api/**")
        .order(Ordered.HIGHEST_PRECEDENCE);
  }

  private static void refuseForms(HttpServletRequest request)
      throws HttpMediaTypeNotSupportedException {
    @Nullable String type = request.getContentType();
    if (type == null || type.isBlank()) {
      return;
    }
    try {
      MediaType known = MediaType.parseMediaType(type);
      if (known.isConcrete()
          && !FORMS.contains(known.getType() + "/" + known.getSubtype())
          && !known.getType().equals("multipart")) {
        return;
      }
    } catch (InvalidMediaTypeException noType) {
      // refused as well
    }
    throw new HttpMediaTypeNotSupportedException(
        "Content-Type should be application/json", List.of(MediaType.APPLICATION_JSON));
  }

  /** What callers send is taken as it is written, or refused: nothing is made to fit. */
  static ObjectMapper strict(ObjectMapper json) {
    ObjectMapper strict = json.copy();
    strict.getFactory().setStreamReadConstraints(LIMITS);
    strict
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    strict.setConfig(
        strict.getDeserializationConfig().without(MapperFeature.ALLOW_COERCION_OF_SCALARS));
    for (CoercionInputShape shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      strict.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    strict
        .coercionConfigDefaults()
        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
    return strict.registerModule(new SimpleModule().addDeserializer(Instant.class, new ReadTime()));
  }

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(String.class, Instant.class, Times::parse);
  }

  private static final class ReadTime extends StdDeserializer<Instant> {

    private static final long serialVersionUID = 1L;

    ReadTime() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        return (Instant) context.handleUnexpectedToken(Instant.class, parser);
      }
      try {
        return Times.parse(parser.getText());
      } catch (DateTimeException noTime) {
        return (Instant) context.handleWeirdStringValue(Instant.class, "", "no time");
      }
    }
  }

  /** Deeper or longer than anything that is of use here. */
  static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxNestingDepth(200).maxNumberLength(400).build();
}
