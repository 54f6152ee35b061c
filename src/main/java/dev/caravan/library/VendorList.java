package dev.caravan.library;

import dev.caravan.failure.InputProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All vendors of a library at a commit.
 *
 * @param commit the full id of the commit
 * @param vendors by name
 */
public record VendorList(String commit, List<Vendor> vendors) {

  /** In place of names: every vendor there is. */
  public static final String ALL = "all";

  public VendorList {
    vendors = List.copyOf(vendors);
  }

  static VendorList of(LibrarySnapshot snapshot) {
    Map<String, Vendor> found =
        new TreeMap<>(
            Comparator.comparing((String name) -> name.toLowerCase(Locale.ROOT))
                .thenComparing(Comparator.naturalOrder()));
    for (LibraryFile file : snapshot.definitions()) {
      found.merge(file.vendor(), Vendor.with(file), Vendor::plus);
    }
    return new VendorList(snapshot.commit(), List.copyOf(found.values()));
  }

  /** The names of all folders. */
  public Set<String> names() {
    return vendors.stream().map(Vendor::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * The folders that are meant: names in any case, or {@code all}.
   *
   * @return in the order of the library, without those that are unknown
   */
  public List<Vendor> chosen(List<String> names) {
    boolean all = names.stream().anyMatch(name -> name.strip().equalsIgnoreCase(ALL));
    Set<String> folders = new LinkedHashSet<>();
    names.forEach(name -> folders.addAll(matching(name)));
    return vendors.stream().filter(vendor -> all || folders.contains(vendor.name())).toList();
  }

  /** A problem for each name that is no vendor here, with the names that come nearest to it. */
  public List<InputProblem> unknown(List<String> names) {
    List<InputProblem> problems = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).strip();
      if (!name.equalsIgnoreCase(ALL) && matching(name).isEmpty()) {
        List<String> nearest = NearNames.to(name, names());
        String hint = nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest);
        problems.add(
            new InputProblem(
                "/selected_vendors/" + i,
                "\"%s\" is no vendor of this library%s".formatted(name, hint)));
      }
    }
    return problems;
  }

  /** The folder of exactly this name, else all that differ by case alone. */
  private List<String> matching(String given) {
    String name = given.strip();
    Set<String> folders = names();
    return folders.contains(name)
        ? List.of(name)
        : folders.stream().filter(folder -> folder.equalsIgnoreCase(name)).toList();
  }
}
