package dev.caravan.sandbox.openstack;

import dev.caravan.sandbox.http.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which code answers which method and path; what was added first is looked at first. */
final class Routes {

  /** The code that answers, and the parts of the path that vary. */
  record Found(Function<Request, Answer> handler, Map<String, String> names) {}

  private record Route(
      String method, Pattern path, List<String> names, Function<Request, Answer> handler) {}

  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");

  private final List<Route> routes = new ArrayList<>();

  /**
   * @param path such as {@code /servers/{id}}
   */
  Routes on(String method, String path, Function<Request, Answer> handler) {
    List<String> names = VARIABLE.matcher(path).results().map(found -> found.group(1)).toList();
    Pattern pattern = Pattern.compile(VARIABLE.matcher(path).replaceAll("([^/]+)") + "/?");
    routes.add(new Route(method, pattern, names, handler));
    return this;
  }

  Optional<Found> find(String method, String path) {
    for (Route route : routes) {
      Matcher matcher = route.path().matcher(path);
      if (route.method().equals(method) && matcher.matches()) {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < route.names().size(); i++) {
          names.put(route.names().get(i), matcher.group(i + 1));
        }
        return Optional.of(new Found(route.handler(), names));
      }
    }
    return Optional.empty();
  }
}
