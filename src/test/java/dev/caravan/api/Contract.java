package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Holds every answer to what the description of the API says of it. */
final class Contract {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode api;
  private final Map<String, PathPattern> patterns = new HashMap<>();
  private final Set<String> seen = new TreeSet<>();

  Contract(JsonNode api) {
    this.api = api;
    api.path("paths")
        .fieldNames()
        .forEachRemaining(
            path -> patterns.put(path, PathPatternParser.defaultInstance.parse(path)));
  }

  /** Calls, and checks the answer's status, media type and body. */
  Answer call(HttpCaller caller, String method, String address, @Nullable Object body) {
    Answer answer = caller.send(method, address, body);
    check(method, address, answer);
    return answer;
  }

  /** The operations that were called, as method and path. */
  Set<String> seen() {
    return seen;
  }

  /** All operations, as method and path. */
  Set<String> all() {
    Set<String> all = new TreeSet<>();
    api.path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> all.add(method + " " + path.getKey())));
    return all;
  }

  private void check(String method, String address, Answer answer) {
    String path = pathOf(address.replaceFirst("\\?.*", ""));
    String operation = method.toLowerCase(Locale.ROOT);
    seen.add(operation + " " + path);
    JsonNode described =
        api.path("paths").path(path).path(operation).path("responses").path("" + answer.status());
    assertThat(described.isMissingNode()).as("%s %s: %s", method, path, answer).isFalse();
    JsonNode content = described.path("content");
    String type = answer.header("Content-Type").replaceFirst(";.*", "");
    if (answer.text().isEmpty()) {
      return;
    }
    assertThat(content.has(type)).as("%s %s in %s", method, path, type).isTrue();
    if (type.equals("application/json")) {
      assertThat(problems(content.path(type).path("schema"), answer.json()))
          .as("%s %s: %s", method, path, answer)
          .isEmpty();
    }
  }

  private Set<ValidationMessage> problems(JsonNode schema, JsonNode body) {
    ObjectNode whole = JSON.createObjectNode();
    whole.set("components", api.path("components"));
    whole.putArray("allOf").add(schema);
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(whole).validate(body);
  }

  private String pathOf(String address) {
    PathContainer wanted = PathContainer.parsePath(address);
    return patterns.entrySet().stream()
        .filter(each -> each.getValue().matches(wanted))
        .min(Map.Entry.comparingByValue())
        .orElseThrow(() -> new AssertionError("not described: " + address))
        .getKey();
  }
}
