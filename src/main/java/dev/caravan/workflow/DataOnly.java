package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.beans.FeatureDescriptor;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.flowable.common.engine.impl.javax.el.ELContext;
import org.flowable.common.engine.impl.javax.el.ELException;
import org.flowable.common.engine.impl.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * Stands before all that the engine reads expressions with: nothing is called, and only data is
 * read into. The guard sees each expression of a file; this sees each that is evaluated, wherever
 * its text came from, a value that somebody gave included.
 */
final class DataOnly extends ELResolver {

  @Override
  public @Nullable Object getValue(
      ELContext context, @Nullable Object base, @Nullable Object property) {
    requireData(base, property);
    return null;
  }

  @Override
  public @Nullable Object invoke(
      ELContext context,
      @Nullable Object base,
      @Nullable Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] arguments) {
    throw new ELException("Expressions call nothing, and not '" + method + "'");
  }

  @Override
  public @Nullable Class<?> getType(
      ELContext context, @Nullable Object base, @Nullable Object property) {
    requireData(base, property);
    return null;
  }

  @Override
  public void setValue(
      ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
    throw new ELException("Expressions set nothing, and not '" + property + "'");
  }

  @Override
  public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
    return true;
  }

  private static void requireData(@Nullable Object base, @Nullable Object property) {
    boolean data =
        base == null
            || base instanceof JsonNode
            || base instanceof Map<?, ?>
            || base instanceof List<?>;
    if (!data) {
      throw new ELException("Expressions read data alone: nothing has a '" + property + "' here");
    }
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(
      ELContext context, @Nullable Object base) {
    return Collections.emptyIterator();
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
    return Object.class;
  }
}
