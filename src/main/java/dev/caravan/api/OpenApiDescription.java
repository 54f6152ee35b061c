package dev.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.paging.PageRequest;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;

/** What the description of the API says of every call. */
@Configuration
class OpenApiDescription {

  private static final Map<String, String> ERRORS =
      Map.of(
          "400", "ValidationError: details.errors lists every problem with its JSON pointer",
          "401", "AuthenticationError: no caller, or one that is not known",
          "403", "PermissionError: the caller's role does not allow it",
          "404", "NotFoundError",
          "409", "ConflictError: the state of things does not allow it",
          "429", "RateLimitError: see Retry-After",
          "503", "ResourceError: see Retry-After");

  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(PageRequest.class);
  }

  @Bean
  OpenAPI describedApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Caravan")
                .version("v1")
                .description(
                    "Automates networks and infrastructure. Ids are UUIDs, times ISO 8601 in UTC,"
                        + " durations seconds. Unknown keys of bodies and queries are refused."))
        .addSecurityItem(new SecurityRequirement().addList("token"))
        .addSecurityItem(new SecurityRequirement().addList("api_key"))
        .components(
            new Components()
                .addSecuritySchemes(
                    "token",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")
                        .description("From POST /api/v1/auth/token"))
                .addSecuritySchemes(
                    "api_key",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.HEADER)
                        .name("X-API-Key")
                        .description("From POST /api/v1/api-keys")));
  }

  /** Names in the description are those of the JSON, not those of the code. */
  @Bean
  ModelResolver modelResolver(ObjectMapper json) {
    return new ModelResolver(json);
  }

  @Bean
  GlobalOpenApiCustomizer errorShape() {
    return api ->
        ModelConverters.getInstance()
            .readAll(new AnnotatedType(ErrorBody.class))
            .forEach(api.getComponents()::addSchemas);
  }

  @Bean
  GlobalOperationCustomizer everyCall() {
    return (operation, handler) -> {
      if (takes(handler, PageRequest.class)) {
        addPaging(operation);
      }
      if (handler.hasMethodAnnotation(org.springframework.web.bind.annotation.PostMapping.class)) {
        operation.addParametersItem(
            header("Idempotency-Key", "The same key and body are given the first answer again"));
      }
      ERRORS.forEach(
          (status, what) -> operation.getResponses().addApiResponse(status, error(what)));
      return operation;
    };
  }

  private static boolean takes(HandlerMethod handler, Class<?> type) {
    return Arrays.stream(handler.getMethodParameters())
        .anyMatch(parameter -> parameter.getParameterType() == type);
  }

  private static void addPaging(Operation operation) {
    Schema<?> limit =
        new IntegerSchema()
            ._default(PageRequest.DEFAULT_LIMIT)
            .minimum(BigDecimal.ONE)
            .maximum(BigDecimal.valueOf(PageRequest.MAX_LIMIT));
    operation.addParametersItem(
        new Parameter().in("query").name("limit").schema(limit).description("Items in a page"));
    operation.addParametersItem(
        new Parameter()
            .in("query")
            .name("cursor")
            .schema(new StringSchema())
            .description("Where the page before ended: follow `next` instead of making one"));
  }

  private static Parameter header(String name, String what) {
    return new Parameter()
        .in("header")
        .name(name)
        .required(false)
        .schema(new StringSchema())
        .description(what);
  }

  private static ApiResponse error(String what) {
    Schema<?> shape = new Schema<>().$ref("#/components/schemas/Error");
    return new ApiResponse()
        .description(what)
        .content(new Content().addMediaType("application/json", new MediaType().schema(shape)));
  }
}
