package dev.caravan.worker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.caravan.failure.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flowable.external.job.rest.service.api.ExternalJobRestResponseFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;

/**
 * The engine's own API for workers in other languages, as their clients know it: its names are in
 * camel case and its times are texts. What goes wrong is answered in Caravan's one error shape.
 */
@ComponentScan("org.flowable.external.job.rest.service.api")
class EngineApi extends WebMvcConfigurationSupport {

  @Bean
  ExternalJobRestResponseFactory restResponseFactory() {
    return new ExternalJobRestResponseFactory(names(), List.of());
  }

  @Override
  protected void configureMessageConverters(List<HttpMessageConverter<?>> converters) {
    converters.add(new MappingJackson2HttpMessageConverter(names()));
  }

  @Override
  protected void configureHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
    // The application's own, not the one of the same name that is made here.
    HandlerExceptionResolver errors =
        Objects.requireNonNull(Objects.requireNonNull(getApplicationContext()).getParent())
            .getBean("handlerExceptionResolver", HandlerExceptionResolver.class);
    resolvers.add(
        (request, response, handler, failed) ->
            errors.resolveException(request, response, null, EngineErrors.of(failed)));
  }

  private static ObjectMapper names() {
    SimpleModule texts = new SimpleModule();
    texts.addDeserializer(String.class, new PlainText());
    return Jackson2ObjectMapperBuilder.json()
        .modulesToInstall(texts)
        .featuresToEnable(
            StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(),
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /** Refuses what cannot be stored. */
  private static final class PlainText extends StdScalarDeserializer<String> {

    PlainText() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = StringDeserializer.instance.deserialize(parser, context);
      Optional<String> flaw = text == null ? Optional.empty() : Texts.flawOf(text);
      if (flaw.isPresent()) {
        context.reportInputMismatch(this, flaw.get());
      }
      return text;
    }
  }
}
