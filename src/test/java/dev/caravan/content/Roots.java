package dev.caravan.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders whose processes and routes are read: this repository and those that {@code
 * -Dcontent=/path/to/folder} or the variable CARAVAN_OWN_CONTENT names, with commas between.
 */
final class Roots {

  private Roots() {}

  /** Every folder of that name, {@code processes} or {@code routes}. */
  static List<Path> of(String floor) {
    String own =
        Optional.ofNullable(System.getProperty("content"))
            .or(() -> Optional.ofNullable(System.getenv("CARAVAN_OWN_CONTENT")))
            .orElse("");
    return of(floor, own);
  }

  static List<Path> of(String floor, String own) {
    return Stream.concat(
            Stream.of(Path.of("")),
            Arrays.stream(own.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(each -> Path.of(each.replaceFirst("^file:", ""))))
        .map(root -> root.resolve(floor))
        .filter(Files::isDirectory)
        .toList();
  }

  /** Every file below folders. */
  static List<Path> files(List<Path> folders) {
    return folders.stream().flatMap(folder -> below(folder).stream()).toList();
  }

  private static List<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
