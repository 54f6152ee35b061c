package dev.caravan.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reviewing tests read a folder of one's own, too. */
class RootsTest {

  @TempDir private Path folder;

  @Test
  void aFolderOfOnesOwnIsReadBesideThisRepository() throws IOException {
    Guide.writeTo(folder);

    assertThat(ProcessFile.readAll(Roots.of("processes", "file:" + folder)))
        .extracting(ProcessFile::workflow)
        .contains("greet-person", "import-vendors");
    assertThat(Roots.files(Roots.of("routes", " " + folder + ", /not/there")))
        .contains(folder.resolve("routes/demo/greet-person.camel.yaml"))
        .contains(Path.of("routes/netbox/read.camel.yaml"));
  }
}
