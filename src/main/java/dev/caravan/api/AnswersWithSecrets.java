package dev.caravan.api;

import dev.caravan.security.ShownOnce;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.ResolvableType;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** Knows which calls are answered with a secret: the type of their answer says so. */
@Component
class AnswersWithSecrets {

  private final ObjectProvider<RequestMappingHandlerMapping> handlers;
  private volatile List<PathPattern> posts = List.of();
  private volatile boolean read;

  AnswersWithSecrets(
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> handlers) {
    this.handlers = handlers;
  }

  boolean toPost(String path) {
    if (!read) {
      posts = readPosts();
      read = true;
    }
    PathContainer wanted = PathContainer.parsePath(path);
    return posts.stream().anyMatch(pattern -> pattern.matches(wanted));
  }

  private List<PathPattern> readPosts() {
    return handlers.getObject().getHandlerMethods().entrySet().stream()
        .filter(each -> takesPost(each.getKey()) && holdsSecret(each.getValue()))
        .flatMap(each -> patterns(each.getKey()).stream())
        .toList();
  }

  private static boolean takesPost(RequestMappingInfo mapping) {
    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
    return methods.isEmpty() || methods.contains(RequestMethod.POST);
  }

  private static Set<PathPattern> patterns(RequestMappingInfo mapping) {
    var condition = mapping.getPathPatternsCondition();
    return condition == null ? Set.of() : condition.getPatterns();
  }

  static boolean holdsSecret(HandlerMethod handler) {
    return holdsSecret(
        ResolvableType.forMethodReturnType(handler.getMethod()), new HashSet<ResolvableType>());
  }

  private static boolean holdsSecret(ResolvableType type, Set<ResolvableType> seen) {
    Class<?> raw = type.toClass();
    if (raw == ShownOnce.class) {
      return true;
    }
    if (!seen.add(type)) {
      return false;
    }
    if (Arrays.stream(type.getGenerics()).anyMatch(part -> holdsSecret(part, seen))) {
      return true;
    }
    if (raw.isArray() && holdsSecret(type.getComponentType(), seen)) {
      return true;
    }
    RecordComponent[] parts = raw.isRecord() ? raw.getRecordComponents() : new RecordComponent[0];
    return Arrays.stream(parts)
        .anyMatch(
            part -> holdsSecret(ResolvableType.forMethodReturnType(part.getAccessor(), raw), seen));
  }
}
