package dev.caravan.devicelibrary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.definition.Definition;
import dev.caravan.git.FetchWatch;
import dev.caravan.library.Clones;
import dev.caravan.library.GitLibrary;
import dev.caravan.library.LibrarySnapshot;
import dev.caravan.library.SandboxRepository;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A library that is broken in every way: each file is reported, and the good ones are read. */
class BrokenDefinitionsTest {

  private static Map<String, Definition> read;

  @TempDir static Path temp;

  @BeforeAll
  static void readALibraryThatIsBrokenInEveryWay() throws Exception {
    try (GitLibrary library = new GitLibrary(temp.resolve("remote"))) {
      BrokenLibrary.write(library);
      try (LibrarySnapshot snapshot =
          Clones.in(temp.resolve("data")).fetch(library.at("master"), FetchWatch.NONE)) {
        read = read(snapshot, "Acme", "Testing");
      }
    }
  }

  @ParameterizedTest
  @FieldSource("dev.caravan.devicelibrary.BrokenLibrary#BROKEN")
  void reportsFilePointerAndRule(BrokenLibrary.Broken broken) {
    Definition definition = definition(broken.path());

    assertThat(definition.valid()).isFalse();
    assertThat(definition.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(broken.pointer());
              assertThat(problem.rule()).isEqualTo(broken.rule());
              assertThat(problem.message()).isNotBlank();
            });
  }

  @ParameterizedTest
  @FieldSource("dev.caravan.devicelibrary.BrokenLibrary#GOOD")
  void readsTheGoodOnes(String path) {
    assertThat(definition(path).problems()).isEmpty();
  }

  @Test
  void readsEveryFile() {
    assertThat(BrokenLibrary.BROKEN).hasSizeGreaterThan(20);
    assertThat(read).hasSize(BrokenLibrary.BROKEN.size() + BrokenLibrary.GOOD.size());
  }

  @Test
  void theSampleLibraryHasOneBrokenDefinitionAmongGoodOnes() throws Exception {
    try (LibrarySnapshot snapshot =
        Clones.in(temp.resolve("sample"))
            .fetch(SandboxRepository.in(temp.resolve("sample")), FetchWatch.NONE)) {
      Map<String, Definition> sample =
          read(snapshot, "Bactrian", "Dromedary", "Oasis", "Waystation");

      assertThat(sample).hasSizeBetween(12, 20);
      assertThat(sample.values().stream().filter(each -> !each.valid()).map(Definition::path))
          .containsExactly("device-types/Oasis/PDU-Mirage-4.yaml");
      assertThat(sample.values().stream().filter(each -> !each.problems().isEmpty()))
          .extracting(Definition::path)
          .contains("device-types/Waystation/WS-Shelf.yaml")
          .hasSize(2);
    }
  }

  private static Definition definition(String path) {
    return Objects.requireNonNull(read.get(path), path);
  }

  private static Map<String, Definition> read(LibrarySnapshot snapshot, String... vendors) {
    return new DefinitionReader(snapshot)
        .read(Set.of(vendors), DefinitionFilter.of(null), (done, total) -> {}).stream()
            .collect(Collectors.toMap(Definition::path, Function.identity()));
  }
}
