package dev.caravan.api;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes records as they are: a component that is not {@code @Nullable} is required, any other
 * may be null, unless {@code @Schema(requiredMode = REQUIRED)} says that a body needs it. An {@code
 * Object} is any JSON.
 */
final class RecordResolver extends ModelResolver {

  /** By identity: what was described stays so. */
  private final Set<Schema<?>> described = Collections.newSetFromMap(new IdentityHashMap<>());

  RecordResolver(ObjectMapper json) {
    super(json, new SchemaNames());
  }

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> next) {
    @Nullable Schema<?> resolved = super.resolve(type, context, next);
    JavaType java = _mapper.constructType(type.getType());
    if (resolved != null && java != null && java.getRawClass().isRecord()) {
      @Nullable String reference = resolved.get$ref();
      Schema<?> model =
          reference == null
              ? resolved
              : context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
      if (model != null && model.getProperties() != null && described.add(model)) {
        describe(model, java);
      }
    }
    return resolved;
  }

  private void describe(Schema<?> model, JavaType type) {
    Map<String, RecordComponent> components =
        Arrays.stream(type.getRawClass().getRecordComponents())
            .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
    Set<String> required = new TreeSet<>();
    for (BeanPropertyDefinition property :
        _mapper.getSerializationConfig().introspect(type).findProperties()) {
      @Nullable RecordComponent component = components.get(property.getInternalName());
      @Nullable Schema<?> schema = (Schema<?>) model.getProperties().get(property.getName());
      if (component == null || schema == null) {
        continue;
      }
      Schema<?> told = ofJson(component, schema);
      boolean needed = isRequired(component);
      if (needed) {
        required.add(property.getName());
      }
      model.getProperties().put(property.getName(), needed ? told : orNull(told));
    }
    model.setTypes(Set.of("object"));
    model.setRequired(List.copyOf(required));
  }

  /** JSON of any kind, unless the component says of which. */
  private static Schema<?> ofJson(RecordComponent component, Schema<?> schema) {
    io.swagger.v3.oas.annotations.media.@Nullable Schema said = saidOf(component);
    if (component.getType() == Object.class) {
      return new Schema<>();
    }
    if (component.getGenericType() instanceof ParameterizedType map
        && component.getType() == Map.class
        && map.getActualTypeArguments()[1] == Object.class) {
      schema.setAdditionalProperties(true);
      return schema;
    }
    if (component.getType() != JsonNode.class || said == null || said.type().isEmpty()) {
      return schema;
    }
    return new Schema<>()
        .types(Set.of(said.type()))
        .description(said.description().isEmpty() ? null : said.description());
  }

  private static io.swagger.v3.oas.annotations.media.@Nullable Schema saidOf(
      RecordComponent component) {
    return component.getAccessor().getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
  }

  private static boolean isRequired(RecordComponent component) {
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    io.swagger.v3.oas.annotations.media.@Nullable Schema said = saidOf(component);
    return !nullable
        || (said != null
            && said.requiredMode()
                == io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED);
  }

  static Schema<?> orNull(Schema<?> schema) {
    Set<String> types = schema.getTypes();
    if (schema.get$ref() == null && schema.getEnum() == null && types != null) {
      Set<String> more = new HashSet<>(types);
      more.add("null");
      schema.setTypes(more);
      return schema;
    }
    Schema<?> any = new Schema<>().anyOf(List.of(schema, new Schema<>().types(Set.of("null"))));
    any.setName(schema.getName());
    return any;
  }
}
