package dev.caravan.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every package says what it is for and that nothing in it is null unless it says so. */
class PackagesTest {

  static List<Path> packages() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("packages")
  void hasAPurposeAndIsNullMarked(Path folder) throws IOException {
    assertThat(folder.resolve("package-info.java")).exists();

    assertThat(Files.readString(folder.resolve("package-info.java")))
        .containsPattern("(?s)^/\\*\\*.{20,}?\\.\\s*\\*/")
        .contains("@NullMarked");
  }
}
