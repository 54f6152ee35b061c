package dev.caravan.sandbox.kubernetes;

import dev.caravan.sandbox.http.Call;
import java.util.List;

/**
 * What a request is about, read from its method and path alone.
 *
 * @param namespace empty across all of them
 * @param name empty for a collection
 * @param subresource such as status, or empty
 */
record RequestInfo(
    String verb,
    String group,
    String version,
    String namespace,
    String resource,
    String name,
    String subresource) {

  /** Whether a path is one of objects and not of the discovery. */
  static boolean isOfObjects(List<String> parts) {
    return !parts.isEmpty()
        && ((parts.get(0).equals("apis") && parts.size() > 3)
            || (parts.get(0).equals("api") && parts.size() > 2));
  }

  /**
   * @param parts of the path of objects
   */
  static RequestInfo of(Call call, List<String> parts) {
    boolean core = parts.get(0).equals("api");
    List<String> rest = parts.subList(core ? 2 : 3, parts.size());
    String namespace = "";
    if (rest.get(0).equals("namespaces") && rest.size() > 1) {
      namespace = rest.get(1);
      boolean itself = rest.size() == 2 || List.of("status", "finalize").contains(rest.get(2));
      rest = core && itself ? rest : rest.subList(2, rest.size());
    }
    String name = part(rest, 1);
    return new RequestInfo(
        verb(call, name.isEmpty()),
        core ? "" : parts.get(1),
        parts.get(core ? 1 : 2),
        namespace,
        part(rest, 0),
        name,
        String.join("/", rest.size() > 2 ? rest.subList(2, rest.size()) : List.of()));
  }

  private static String part(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index) : "";
  }

  private static String verb(Call call, boolean collection) {
    return switch (call.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> collection ? "deletecollection" : "delete";
      default -> collection ? (watched(call) ? "watch" : "list") : "get";
    };
  }

  private static boolean watched(Call call) {
    return call.query().last("watch").filter(text -> !text.matches("false|0")).isPresent();
  }

  /** The resource with its subresource, as rights name it. */
  String target() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }
}
