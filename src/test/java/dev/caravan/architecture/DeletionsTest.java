package dev.caravan.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Things of outside systems are deleted in few places, and each says by which mark and look it
 * knows them (ADR 11). Who deletes in another place writes here what it rests on.
 */
class DeletionsTest {

  /** Classes that ask for a deletion, and how each knows that the thing is ours, and is to go. */
  private static final Map<String, String> LOOKS =
      new TreeMap<>(
          Map.of(
              "deviceimport/TakingBack",
              "the list of this step: number, time of creation and mark of our journal, untouched",
              "deviceimport/OwnTypes",
              "the list of this step and the change log: ours alone, untouched since",
              "infrastructure/NetBoxRows",
              "the list of this step, of rows that carry the deployment's mark",
              "infrastructure/Making",
              "the list of this step: a twin that carries the mark of the same resource",
              "infrastructure/Orphans",
              "the mark, read again right before: of a deployment of ours that is deleted, and on"
                  + " record of none",
              "infrastructure/Removing",
              "the number from our own answer, or the mark in the list of this step",
              "fabric/Applying",
              "our annotation in a list that is younger than the plan holds; uid and version are"
                  + " preconditions"));

  private static final Pattern DELETION =
      Pattern.compile(
          "(OpenStackRequest|NetBoxRequest|KubernetesRequest)\\s*\\.delete\\(|new BulkDelete\\("
              + "|\\(\\s*\"DELETE\"");

  /** What makes the requests that others ask for. */
  private static final Set<String> SYSTEMS = Set.of("netbox", "openstack", "kubernetes", "sandbox");

  @Test
  void nothingOutsideIsDeletedWithoutALook() throws IOException {
    Path root = Path.of("src/main/java/dev/caravan");
    try (Stream<Path> files = Files.walk(root)) {
      Set<String> deleting =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !SYSTEMS.contains(root.relativize(file).getName(0).toString()))
              .filter(file -> DELETION.matcher(text(file)).find())
              .map(file -> root.relativize(file).toString().replace(".java", ""))
              .collect(Collectors.toSet());

      assertThat(deleting).isEqualTo(LOOKS.keySet());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
