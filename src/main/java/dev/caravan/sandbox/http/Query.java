package dev.caravan.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a request; a repeated one has several values. */
public record Query(Map<String, List<String>> parameters) {

  /** Reads what follows the question mark. */
  public static Query parse(@Nullable String text) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (text != null && !text.isEmpty()) {
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.computeIfAbsent(decode(name), any -> new ArrayList<>()).add(decode(value));
      }
    }
    return new Query(parameters);
  }

  /** The last value, as Django takes it. */
  public Optional<String> last(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  /** The names in a comma-separated list, if there is one. */
  public Set<String> names(String parameter) {
    return last(parameter)
        .filter(text -> !text.isEmpty())
        .map(text -> Set.copyOf(List.of(text.split(",", -1))))
        .orElse(Set.of());
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
