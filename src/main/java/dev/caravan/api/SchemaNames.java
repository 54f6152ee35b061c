package dev.caravan.api;

import io.swagger.v3.core.jackson.TypeNameResolver;
import org.jspecify.annotations.Nullable;

/**
 * Names of schemas in the description: two records of one simple name would be described as one.
 */
final class SchemaNames extends TypeNameResolver {

  /** A part of a record bears the name of the whole; what a controller declares stands alone. */
  @Override
  protected String getNameOfClass(Class<?> type) {
    @Nullable Class<?> whole = type.getDeclaringClass();
    return whole == null || whole.getSimpleName().endsWith("Controller")
        ? type.getSimpleName()
        : getNameOfClass(whole) + type.getSimpleName();
  }
}
