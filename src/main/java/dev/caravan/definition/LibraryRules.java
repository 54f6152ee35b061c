package dev.caravan.definition;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can only be seen on all definitions together: twins, and folders that are no vendor's. */
public final class LibraryRules {

  private static final Comparator<Definition> BY_PATH =
      Comparator.comparing(definition -> definition.path().replace('/', '\u0001'));

  /** What is only there to try the library's own checks out. */
  private static final Set<String> NO_VENDORS = Set.of("testing");

  private final Set<String> strangers;
  private final Map<String, String> taken = new HashMap<>();

  private LibraryRules(Set<String> strangers) {
    this.strangers = strangers;
  }

  /**
   * The definitions with what is wrong between them added, in the order of their paths.
   *
   * @param definitions all of the vendors that are looked at
   * @param vendors the names of all folders of the library
   */
  public static List<Definition> check(List<Definition> definitions, Set<String> vendors) {
    Set<String> folders = vendors.stream().map(LibraryRules::plain).collect(Collectors.toSet());
    LibraryRules rules = new LibraryRules(strangers(definitions, folders));
    return definitions.stream().sorted(BY_PATH).map(rules::folder).map(rules::unique).toList();
  }

  /**
   * Folders that are no vendor's by their name, and of which every definition belongs to a vendor
   * that has a folder of its own.
   */
  private static Set<String> strangers(List<Definition> definitions, Set<String> folders) {
    Set<String> found = new HashSet<>();
    definitions.stream()
        .collect(Collectors.groupingBy(Definition::vendor))
        .forEach(
            (vendor, all) -> {
              if (NO_VENDORS.contains(plain(vendor))
                  && all.stream()
                      .map(LibraryRules::owner)
                      .allMatch(owner -> !owner.equals(plain(vendor)) && folders.contains(owner))) {
                found.add(vendor);
              }
            });
    return found;
  }

  private Definition folder(Definition each) {
    if (each.manufacturer() == null || each.manufacturer().equals(each.vendor())) {
      return each;
    }
    String message = "Folder \"%s\" holds a definition of \"%s\"";
    String text = message.formatted(each.vendor(), each.manufacturer());
    return each.with(
        strangers.contains(each.vendor())
            ? DefinitionProblem.error(
                "/manufacturer", "folder-not-vendor", text + ", which has its own: no vendor's")
            : DefinitionProblem.warning("/manufacturer", "folder-name", text));
  }

  /** The first by path keeps its place; one that is refused anyhow takes nobody's. */
  private Definition unique(Definition each) {
    if (!each.valid()) {
      return each;
    }
    String model = key(each, "model", each.model());
    String slug = key(each, "slug", each.slug());
    if (taken.containsKey(model)) {
      return each.with(taken("/model", "twin", "this model of this manufacturer", model));
    }
    if (each.slug() != null && taken.containsKey(slug)) {
      return each.with(taken("/slug", "slug-taken", "this slug of this manufacturer", slug));
    }
    taken.put(model, each.path());
    taken.put(slug, each.path());
    return each;
  }

  private DefinitionProblem taken(String pointer, String rule, String what, String key) {
    return DefinitionProblem.error(
        pointer, rule, "%s already defines %s".formatted(taken.get(key), what));
  }

  private static String key(Definition each, String field, @Nullable String value) {
    return String.join("\n", each.kind().label(), field, lower(each.manufacturer()), lower(value));
  }

  private static String owner(Definition each) {
    return plain(each.manufacturer() == null ? each.vendor() : each.manufacturer());
  }

  private static String plain(String name) {
    return lower(name).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
