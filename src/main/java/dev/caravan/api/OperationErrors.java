package dev.caravan.api;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/**
 * Describes the errors that an operation can answer with: by its method, its parameters and its
 * answer. What is in no signature, a controller declares by {@code @ApiResponse}.
 */
final class OperationErrors {

  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("304", "The caller has it already: its ETag is the one in If-None-Match"),
          Map.entry(
              "400", "ValidationError: details.errors lists every problem with its JSON pointer"),
          Map.entry("401", "AuthenticationError: no caller, or one that is not known"),
          Map.entry("403", "PermissionError: the caller's role does not allow it"),
          Map.entry("404", "NotFoundError"),
          Map.entry("405", "ValidationError: this address has other methods, see Allow"),
          Map.entry("406", "ValidationError: the answer is not in what Accept asks for"),
          Map.entry("408", "TimeoutError: the body took longer than details.limit seconds"),
          Map.entry(
              "409",
              "ConflictError: the state of things does not allow it, or what is stored is not"
                  + " understood by this version"),
          Map.entry("412", "PreconditionError: the object is not of the version in If-Match"),
          Map.entry("413", "PayloadTooLargeError: see details.limit"),
          Map.entry("415", "ValidationError: a body should be application/json"),
          Map.entry("429", "RateLimitError: see Retry-After"),
          Map.entry(
              "500",
              "ConfigurationError: whoever runs Caravan has to set what the message names;"
                  + " InternalError: a defect, see the log"),
          Map.entry("503", "ResourceError: see Retry-After"));

  private static final Set<String> ANYWHERE = Set.of("400", "401", "403", "405", "500", "503");

  private OperationErrors() {}

  static void describe(Operation operation, HandlerMethod handler) {
    Set<String> statuses = new TreeSet<>(ANYWHERE);
    operation.getResponses().keySet().stream().filter(MEANINGS::containsKey).forEach(statuses::add);
    boolean addressed = has(handler, PathVariable.class);
    if (addressed) {
      statuses.add("404");
    }
    if (addressed || !isRead(handler)) {
      statuses.add("409");
    }
    if (isRead(handler)) {
      statuses.add("304");
    }
    if (operation.getResponses().values().stream().anyMatch(OperationErrors::hasContent)) {
      statuses.add("406");
    }
    if (BodyLimitFilter.BODIES.contains(methodOf(handler).name())) {
      statuses.addAll(List.of("408", "413", "415"));
    }
    if (hasParameter(operation, HttpHeaders.IF_MATCH)) {
      statuses.add("412");
    }
    statuses.forEach(status -> add(operation, status));
  }

  private static void add(Operation operation, String status) {
    ApiResponse response = new ApiResponse().description(MEANINGS.get(status));
    @Nullable ApiResponse declared = operation.getResponses().get(status);
    operation
        .getResponses()
        .addApiResponse(
            status, status.equals("304") ? response : response.content(error(declared)));
  }

  /** The one shape of errors, and what the controller declares beside it. */
  private static Content error(@Nullable ApiResponse declared) {
    Schema<?> shape = new Schema<>().$ref("#/components/schemas/Error");
    return new Content()
        .addMediaType(
            org.springframework.http.MediaType.APPLICATION_JSON_VALUE,
            new MediaType()
                .schema(
                    declaredSchema(declared)
                        .<Schema<?>>map(other -> new Schema<>().anyOf(List.of(other, shape)))
                        .orElse(shape)));
  }

  private static Optional<Schema<?>> declaredSchema(@Nullable ApiResponse declared) {
    return Optional.ofNullable(declared)
        .map(ApiResponse::getContent)
        .flatMap(content -> content.values().stream().findFirst())
        .map(MediaType::getSchema);
  }

  private static boolean hasContent(ApiResponse response) {
    return response.getContent() != null && !response.getContent().isEmpty();
  }

  private static boolean isRead(HandlerMethod handler) {
    return methodOf(handler) == RequestMethod.GET;
  }

  private static RequestMethod methodOf(HandlerMethod handler) {
    @Nullable RequestMapping mapping =
        AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class);
    return mapping == null || mapping.method().length == 0
        ? RequestMethod.GET
        : mapping.method()[0];
  }

  private static boolean has(
      HandlerMethod handler, Class<? extends java.lang.annotation.Annotation> annotation) {
    return List.of(handler.getMethodParameters()).stream()
        .anyMatch(parameter -> parameter.hasParameterAnnotation(annotation));
  }

  private static boolean hasParameter(Operation operation, String name) {
    return operation.getParameters() != null
        && operation.getParameters().stream().anyMatch(each -> name.equals(each.getName()));
  }
}
