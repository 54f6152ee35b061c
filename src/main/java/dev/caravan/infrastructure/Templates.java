package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.workflow.FormSchema;
import dev.caravan.yaml.YamlDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The templates: those of {@code config/templates}, read at start, and those that were uploaded.
 */
@Component
class Templates implements SmartInitializingSingleton {

  private static final int MOST_BYTES = 4 << 20;
  private static final String FILES = "classpath*:config/templates/*.yaml";

  private final TemplateStore store;

  /** A version never changes, and to read a schema is the most work of a POST. */
  private final Map<String, FormSchema> schemas = new ConcurrentHashMap<>();

  Templates(TemplateStore store) {
    this.store = store;
  }

  /**
   * A file that has changed since it was last read is a new version; deployments keep the one that
   * they were made from. One that has not changed takes back nothing that was uploaded meanwhile.
   */
  @Override
  public void afterSingletonsInstantiated() {
    try {
      for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
        try {
          read(String.valueOf(file.getFilename()), file.getContentAsByteArray());
        } catch (PermanentFailure wrong) {
          throw PermanentFailure.configuration(
              "config/templates/%s: %s %s"
                  .formatted(file.getFilename(), wrong.getMessage(), wrong.details()));
        }
      }
    } catch (IOException unreadable) {
      throw PermanentFailure.configuration("A template cannot be read: " + unreadable.getMessage());
    }
  }

  private void read(String file, byte[] bytes) {
    String hash = sha256(bytes);
    Optional<String> before = store.hashOf(file);
    if (before.filter(hash::equals).isPresent()) {
      return;
    }
    JsonNode content = content(bytes);
    // Before hashes were written down, a version with the same content says that it was read.
    boolean known = before.isEmpty() && store.everHeld(content.path("name").asText(""), content);
    if (!known) {
      keep(content, "config");
    }
    store.read(file, hash);
  }

  /** A key that stands twice is a mistake, and would hide a subnet or a kind of server. */
  private static JsonNode content(byte[] bytes) {
    YamlDocument.Parsed parsed = YamlDocument.parse(bytes, MOST_BYTES);
    if (!parsed.problems().isEmpty()) {
      throw PermanentFailure.validation(
          "The template has problems",
          parsed.problems().stream()
              .map(each -> new InputProblem(each.pointer(), each.message()))
              .toList());
    }
    return parsed.content();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Checks a template and keeps it as the newest version of its name. */
  Template keep(JsonNode content, String by) {
    String name = content.path("name").asText("");
    if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw PermanentFailure.validation(
          "The template has problems",
          List.of(new InputProblem("/name", "must be a name such as web-app-stack")));
    }
    Template template = new Template(name, 0, content);
    List<InputProblem> problems = new ArrayList<>(TemplateFields.problems(template));
    problems.addAll(TemplateView.concealed(content));
    if (problems.isEmpty()) {
      JsonNode defaults = schema(template).completed(JsonNodeFactory.instance.objectNode());
      problems.addAll(BlueprintCheck.of(Blueprint.of(template, defaults)));
    }
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The template has problems", problems);
    }
    return store.keep(name, content, by);
  }

  /** The newest version. */
  Template require(String name) {
    return store
        .find(name)
        .orElseThrow(() -> PermanentFailure.notFound("There is no template named " + name));
  }

  Template require(String name, int version) {
    return store
        .find(name, version)
        .orElseThrow(
            () ->
                PermanentFailure.notFound(
                    "There is no version %d of template %s".formatted(version, name)));
  }

  /** The schema of the parameters of a template that is kept. */
  FormSchema schemaOf(Template kept) {
    return schemas.computeIfAbsent(kept.name() + "/" + kept.version(), key -> schema(kept));
  }

  private static FormSchema schema(Template template) {
    return FormSchema.parse(template.parameters().toString().getBytes(StandardCharsets.UTF_8));
  }
}
