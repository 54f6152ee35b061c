package dev.caravan.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.content.Guide;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code check} looks at folders without a start. */
class CheckCommandTest {

  @TempDir private Path folder;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void aFolderInOrderIsZero() throws IOException {
    Guide.writeTo(folder);

    assertThat(check(List.of(folder.toString()), "")).isZero();
    assertThat(check(List.of(), "classpath:/, file:" + folder)).isZero();
    assertThat(bytes.toString(UTF_8)).contains("9 processes", "0 errors, 0 warnings");
  }

  @Test
  void aFolderThatIsNotInOrderIsOneAndSaysAllInOneList() throws IOException {
    Guide.writeTo(folder);
    Path route = folder.resolve("routes/demo/greet-person.camel.yaml");
    Files.writeString(route, Files.readString(route).replace("- log", "- lgo"));
    Files.writeString(folder.resolve("routes/demo/wave.yaml"), "");

    assertThat(check(List.of(folder.toString()), "")).isEqualTo(1);
    assertThat(bytes.toString(UTF_8))
        .contains(route + " line 7: Unknown node id: lgo [route]\n      See how")
        .contains("wave.yaml: is not read", "Call it routes/demo/wave.camel.yaml", "2 errors")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void whatIsNoFolderIsSaid() {
    assertThat(check(List.of("/not/there"), "")).isEqualTo(2);
    assertThat(bytes.toString(UTF_8)).contains("/not/there is no folder");
  }

  @Test
  void mavenPutsOptionsBeforeIt() {
    assertThat(CheckCommand.isAsked(new String[] {"--spring.profiles.active=sandbox", "check"}))
        .isTrue();
    assertThat(CheckCommand.isAsked(new String[] {"--debug"})).isFalse();
    assertThat(CheckCommand.isAsked(new String[] {"serve", "check"})).isFalse();
  }

  private int check(List<String> folders, String locations) {
    return new CheckCommand(new PrintStream(bytes, true, UTF_8)).check(folders, locations);
  }
}
