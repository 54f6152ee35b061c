package dev.caravan.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
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
                refuseForms(request);
                return true;
              }
            })
        .addPathPatterns("/api/**")
        .order(Ordered.HIGHEST_PRECEDENCE);
  }

  private static void refuseForms(HttpServletRequest request)
      throws HttpMediaTypeNotSupportedException {
    String type =
        Objects.requireNonNullElse(request.getContentType(), "").toLowerCase(Locale.ROOT).strip();
    if (type.startsWith("multipart/") || type.startsWith("application/x-www-form-urlencoded")) {
      throw new HttpMediaTypeNotSupportedException(
          (MediaType) null, List.of(MediaType.APPLICATION_JSON));
    }
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
    return strict;
  }

  /** Deeper or longer than anything that is of use here. */
  static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxNestingDepth(200).maxNumberLength(400).build();
}
