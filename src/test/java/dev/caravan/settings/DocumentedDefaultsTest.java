package dev.caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the guides call the default of a variable is its default. */
class DocumentedDefaultsTest {

  private static final Pattern DEFAULT = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+):([^}]*)}");
  private static final Pattern SAID =
      Pattern.compile("`([A-Z][A-Z0-9_]{4,})`(?: \\(|, )(\\d+ ?(?:ms|s|m|h|d|KB|MB|GB)?)\\b");

  @TestFactory
  Stream<DynamicTest> whatAGuideCallsADefaultIsIt() throws IOException {
    Map<String, String> defaults = new HashMap<>();
    Matcher known = DEFAULT.matcher(Files.readString(Path.of("config/application.yml")));
    while (known.find()) {
      defaults.put(known.group(1), known.group(2));
    }
    List<Path> guides;
    try (Stream<Path> files = Files.list(Path.of("docs/guides"))) {
      guides = files.sorted().toList();
    }
    return guides.stream().flatMap(guide -> said(guide, defaults));
  }

  private static Stream<DynamicTest> said(Path guide, Map<String, String> defaults) {
    return SAID.matcher(read(guide))
        .results()
        .map(
            said ->
                DynamicTest.dynamicTest(
                    guide.getFileName() + " " + said.group(1),
                    () -> {
                      String value = said.group(2).replace(" ", "");
                      String actual = defaults.get(said.group(1));
                      // A plain number of the configuration is one of seconds.
                      assertThat(value).isIn(actual, actual + "s");
                    }));
  }

  private static String read(Path guide) {
    try {
      return Files.readString(guide);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
