package dev.caravan.devicelibrary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.definition.Definition;
import dev.caravan.definition.DefinitionProblem;
import dev.caravan.definition.DefinitionProblem.Severity;
import dev.caravan.git.FetchWatch;
import dev.caravan.library.Clones;
import dev.caravan.library.LibraryFile;
import dev.caravan.library.LibrarySnapshot;
import dev.caravan.library.LibrarySource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The community's library as of March 2024, whose every defect is known. */
@EnabledIfEnvironmentVariable(
    named = "CARAVAN_TEST_LIBRARY",
    matches = ".+",
    disabledReason =
        "CARAVAN_TEST_LIBRARY is not set: the URL or bundle of netbox-community/devicetype-library"
            + " as of 2024-03-07")
class RealLibraryTest {

  @TempDir Path data;

  @Test
  void refusesExactlyWhatNetBoxWouldRefuse() {
    LibrarySource source = new LibrarySource(System.getenv("CARAVAN_TEST_LIBRARY"), "master");
    try (LibrarySnapshot snapshot = Clones.in(data).fetch(source, FetchWatch.NONE)) {
      DefinitionReader reader = new DefinitionReader(snapshot);
      Set<String> vendors =
          snapshot.definitions().stream().map(LibraryFile::vendor).collect(Collectors.toSet());

      List<Definition> read = reader.read(vendors, DefinitionFilter.of(""), (done, total) -> {});

      assertThat(reader.warnings()).isEmpty();
      assertThat(read).hasSizeGreaterThan(3000);
      assertThat(refused(read))
          .containsExactlyInAnyOrderEntriesOf(
              Map.ofEntries(
                  Map.entry(
                      "device-types/Generic/ST-24-port-fiber-patch-panel-rear-splice.yaml",
                      "missing-rear-port"),
                  Map.entry("device-types/HPE/J9805A.yaml", "outlet-power-port"),
                  Map.entry("device-types/Mellanox/SX6012F-1BFS.yaml", "child-height"),
                  Map.entry("device-types/Mellanox/SX6012F-1BRS.yaml", "child-height"),
                  Map.entry("device-types/Mellanox/SX6012F-2BFS.yaml", "child-height"),
                  Map.entry("device-types/Mellanox/SX6012F-2BRS.yaml", "child-height"),
                  Map.entry("device-types/Mellanox/SX6012T-1BFS.yaml", "child-height"),
                  Map.entry("device-types/Mellanox/SX6012T-2BFS.yaml", "child-height"),
                  Map.entry("device-types/YAMAHA/SWX2322P-16MT.yaml", "poe-type-needs-mode"),
                  Map.entry("device-types/Testing/Test-1000.yaml", "folder-not-vendor"),
                  Map.entry("module-types/Cisco/N2200-PAC-400W-B.yml", "twin"),
                  Map.entry("module-types/Cisco/N2200-PAC-400W.yml", "twin"),
                  Map.entry("module-types/Cisco/UCSC-PSU1-770W.yml", "twin")));
    }
  }

  private static Map<String, String> refused(List<Definition> read) {
    Map<String, String> refused = new TreeMap<>();
    for (Definition each : read) {
      if (!each.valid()) {
        refused.put(
            each.path(),
            each.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .map(DefinitionProblem::rule)
                .distinct()
                .collect(Collectors.joining(" ")));
      }
    }
    return refused;
  }
}
