package dev.caravan.sandbox.netbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One kind of object, as NetBox describes it.
 *
 * @param endpoint the last part of its path, such as {@code interface-templates}
 * @param model NetBox's class, such as {@code InterfaceTemplate}
 * @param title its name in a message, such as {@code Interface template}
 * @param brief the fields shown where it is nested
 * @param order what a list is sorted by: fields, or fields of what a field points at
 * @param page whether the web interface has a page of it
 */
record Kind(
    String app,
    String endpoint,
    String model,
    String title,
    Map<String, Field> fields,
    List<String> brief,
    List<Unique> uniques,
    List<Rule> rules,
    List<String> order,
    boolean page) {

  /** Fields whose values together may stand once; nulls never clash. */
  record Unique(String constraint, List<String> fields) {}

  static Kind of(String endpoint, String model, String title, List<Field> fields) {
    Map<String, Field> byName = new LinkedHashMap<>();
    fields.forEach(field -> byName.put(field.name(), field));
    return new Kind(
        "dcim",
        endpoint,
        model,
        title,
        byName,
        List.of(),
        List.of(),
        List.of(),
        List.of("name"),
        false);
  }

  Kind shownAs(String... names) {
    return new Kind(
        app, endpoint, model, title, fields, List.of(names), uniques, rules, order, page);
  }

  Kind once(Unique... constraints) {
    return new Kind(
        app, endpoint, model, title, fields, brief, List.of(constraints), rules, order, page);
  }

  Kind obeying(Rule... laws) {
    return new Kind(
        app, endpoint, model, title, fields, brief, uniques, List.of(laws), order, page);
  }

  Kind sortedBy(String... paths) {
    return new Kind(
        app, endpoint, model, title, fields, brief, uniques, rules, List.of(paths), page);
  }

  Kind withPage() {
    return new Kind(app, endpoint, model, title, fields, brief, uniques, rules, order, true);
  }

  Kind inApp(String name) {
    return new Kind(name, endpoint, model, title, fields, brief, uniques, rules, order, page);
  }

  Optional<Field> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  String path() {
    return "/api/" + app + "/" + endpoint + "/";
  }

  /** What a content type calls it, such as {@code dcim.interfacetemplate}. */
  String contentType() {
    return app + "." + model.toLowerCase(java.util.Locale.ROOT);
  }

  /** What a permission is called, such as {@code dcim.add_interfacetemplate}. */
  String permission(String action) {
    return app + "." + action + "_" + model.toLowerCase(java.util.Locale.ROOT);
  }
}
