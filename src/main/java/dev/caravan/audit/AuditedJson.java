package dev.caravan.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import dev.caravan.secret.NeverShown;
import dev.caravan.secret.SecretTree;
import dev.caravan.security.ShownOnce;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes bodies of calls and answers for the audit: what is secret by its type is not in it. */
@Component
class AuditedJson {

  private final ObjectMapper answers;
  private final ObjectMapper requests;

  AuditedJson(ObjectMapper json) {
    this.answers =
        json.copy()
            .registerModule(
                new SimpleModule("audited").addSerializer(ShownOnce.class, new Hidden<>()));
    // What a form or a template calls secret is known to these alone: only names are told.
    this.requests =
        json.copy()
            .registerModule(
                new SimpleModule("audited")
                    .addSerializer(ShownOnce.class, new Hidden<>())
                    .addSerializer(JsonNode.class, new Names())
                    .setSerializerModifier(new NeverShownHidden()));
  }

  JsonNode ofAnswer(@Nullable Object body) {
    return tree(answers, body);
  }

  JsonNode ofRequest(Object body) {
    return tree(requests, body);
  }

  private static JsonNode tree(ObjectMapper json, @Nullable Object body) {
    try {
      return body == null ? MissingNode.getInstance() : json.readTree(json.writeValueAsBytes(body));
    } catch (IOException noJson) {
      return MissingNode.getInstance();
    }
  }

  private static final class Hidden<T> extends JsonSerializer<T> {
    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider all) throws IOException {
      out.writeString(SecretTree.WORD);
    }
  }

  /** JSON without a type: the names of its fields. */
  private static final class Names extends JsonSerializer<JsonNode> {
    @Override
    public void serialize(JsonNode value, JsonGenerator out, SerializerProvider all)
        throws IOException {
      out.writeStartObject();
      out.writeArrayFieldStart("fields");
      for (var field : value.properties()) {
        out.writeString(field.getKey());
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  private static final class NeverShownHidden extends BeanSerializerModifier {

    private static final long serialVersionUID = 1;

    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> properties) {
      properties.stream()
          .filter(each -> each.getAnnotation(NeverShown.class) != null)
          .forEach(each -> each.assignSerializer(new Hidden<>()));
      return properties;
    }
  }
}
