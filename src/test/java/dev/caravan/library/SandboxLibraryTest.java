package dev.caravan.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.git.FetchWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxLibraryTest {

  @TempDir Path data;

  @Test
  void isARepositoryOfSeveralVendors() throws Exception {
    try (LibrarySnapshot snapshot =
        Clones.in(data).fetch(SandboxRepository.in(data), FetchWatch.NONE)) {
      assertThat(VendorList.of(snapshot).vendors())
          .contains(new Vendor("Bactrian", 3, 3, 0), new Vendor("Oasis", 2, 1, 0));
      assertThat(snapshot.schemas()).hasSize(4);
    }
  }

  @Test
  void isLeftAsItIsOnceItIsThere() throws Exception {
    SandboxRepository.in(data);
    Path readme = data.resolve("sandbox-library/README.md");
    Files.writeString(readme, "mine now");

    SandboxRepository.in(data);

    assertThat(readme).hasContent("mine now");
  }
}
