package dev.caravan.netbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the shared route {@code direct:netbox.read} asks of Java, for routes that have none. */
@Component("netBoxReads")
public class NetBoxReads {

  private static final String ROUTE = "direct:netbox.read";
  private static final Pattern PATH = Pattern.compile("[a-z0-9_-]+(/[A-Za-z0-9_-]+){0,5}");

  private final ObjectMapper json;

  NetBoxReads(ObjectMapper json) {
    this.json = json;
  }

  /** What is to be read, and what was. */
  public static final class Asked {
    private final Reading reading;
    private final Conversation conversation;

    Asked(Reading reading) {
      this.reading = reading;
      this.conversation = new Conversation(List.of(reading));
    }

    public Conversation conversation() {
      return conversation;
    }
  }

  /**
   * Begins to read.
   *
   * @param path below {@code /api/}
   * @param filters a map of filters, of which lists are given several times and nulls left out;
   *     anything else is no filter
   */
  public Asked ask(@Nullable String path, @Nullable Object filters) {
    String plain = path == null ? "" : path.strip().replaceAll("^/?(api/)?|/+$", "");
    if (!PATH.matcher(plain).matches()) {
      throw PermanentFailure.validation(
          "%s cannot ask NetBox: header 'path' must be a path below /api/ such as dcim/sites"
              .formatted(ROUTE),
          List.of(new InputProblem("/path", "is no path of NetBox's API")));
    }
    JsonNode wanted = json.valueToTree(filters);
    List<String> query = new ArrayList<>();
    if (wanted.isObject()) {
      wanted.properties().forEach(filter -> add(filter.getKey(), filter.getValue(), query));
    }
    return new Asked(new Reading(plain, String.join("&", query)));
  }

  /** What NetBox has there: maps, lists and scalars. */
  public Map<String, Object> answer(Asked asked) {
    return json.convertValue(asked.reading.answer(), new TypeReference<>() {});
  }

  private static void add(String name, JsonNode value, List<String> query) {
    if (value.isArray()) {
      value.forEach(each -> add(name, each, query));
    } else if (!value.isNull()) {
      query.add(encoded(name) + "=" + encoded(value.asText()));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
