package dev.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.paging.PageRequest;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/** What the description of the API says of every call. */
@Configuration
class OpenApiDescription {

  private static final String ANY_JSON = "#/components/schemas/JsonNode";

  /** Methods that many controllers have. */
  private static final Set<String> COMMON = Set.of("list", "get", "add", "change", "delete");

  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(PageRequest.class);
  }

  @Bean
  OpenAPI describedApi() {
    return new OpenAPI()
        // Where it is asked, whatever a proxy or a header says of the host.
        .servers(List.of(new Server().url("/")))
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
    return new RecordResolver(json);
  }

  /** Said by hand: it is in no signature. */
  @Bean
  GlobalOpenApiCustomizer errorShape() {
    Schema<?> problem =
        new ObjectSchema()
            .addProperty("pointer", new StringSchema().description("JSON pointer (RFC 6901)"))
            .addProperty("message", new StringSchema().example("is no vendor"))
            .required(List.of("pointer", "message"));
    Schema<?> details =
        new ObjectSchema()
            .description("More by kind of error, for programs")
            .addProperty("errors", new ArraySchema().items(problem))
            .additionalProperties(true);
    Schema<?> error =
        new ObjectSchema()
            .addProperty("error", new StringSchema().example("ValidationError"))
            .addProperty("message", new StringSchema().example("The form has problems"))
            .addProperty("details", details)
            .addProperty("timestamp", new StringSchema().format("date-time"))
            .addProperty("request_id", new StringSchema())
            .required(List.of("error", "message", "details", "timestamp", "request_id"));
    return api -> api.getComponents().addSchemas("Error", error);
  }

  @Bean
  GlobalOperationCustomizer everyCall() {
    return (operation, handler) -> {
      if (takes(handler, PageRequest.class)) {
        addPaging(operation);
      }
      if (handler.hasMethodAnnotation(PostMapping.class)
          && !AnswersWithSecrets.holdsSecret(handler)) {
        operation.addParametersItem(
            header("Idempotency-Key", "The same key and body are given the first answer again"));
      }
      namePathParameters(operation);
      operation.setOperationId(idOf(handler));
      describeBody(operation);
      OperationErrors.describe(operation, handler);
      return operation;
    };
  }

  /** Names and ids of every kind; others are refused before they are looked for, or unknown. */
  private static void namePathParameters(Operation operation) {
    if (operation.getParameters() != null) {
      operation.getParameters().stream()
          .filter(each -> each.getIn().equals("path") && each.getSchema().getFormat() == null)
          .forEach(each -> each.getSchema().setPattern("^[A-Za-z0-9][A-Za-z0-9._-]*$"));
    }
  }

  /** A body whose keys are the business of a form or a template is an object all the same. */
  private static void describeBody(Operation operation) {
    if (operation.getRequestBody() != null) {
      boolean needed = Boolean.TRUE.equals(operation.getRequestBody().getRequired());
      for (MediaType each : operation.getRequestBody().getContent().values()) {
        if (ANY_JSON.equals(each.getSchema().get$ref())) {
          each.setSchema(new ObjectSchema());
        }
        if (!needed) {
          each.setSchema(RecordResolver.orNull(each.getSchema()));
        }
      }
    }
  }

  /** Such as listUsers: the names of methods alone come several times. */
  private static String idOf(HandlerMethod handler) {
    String method = handler.getMethod().getName();
    if (!COMMON.contains(method)) {
      return method;
    }
    String noun = handler.getBeanType().getSimpleName().replace("Controller", "");
    if (!method.equals("list") || noun.endsWith("ions") || noun.endsWith("ors")) {
      return method + noun;
    }
    return method + noun + (noun.endsWith("s") ? "es" : "s");
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
            .schema(new StringSchema().pattern("^[A-Za-z0-9_-]*$"))
            .description("Where the page before ended: follow `next` instead of making one"));
  }

  private static Parameter header(String name, String what) {
    return new Parameter()
        .in("header")
        .name(name)
        .required(false)
        .schema(new StringSchema().minLength(1).maxLength(255).pattern("^[\\x21-\\x7e]+$"))
        .description(what);
  }
}
