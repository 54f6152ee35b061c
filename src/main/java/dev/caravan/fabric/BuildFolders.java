package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.git.GitFile;
import dev.caravan.git.GitSnapshot;
import dev.caravan.yaml.KubernetesYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the kustomizations and charts that a folder of git is a part of. */
final class BuildFolders {

  private static final int MOST_BYTES = 1024 * 1024;
  private static final List<String> KUSTOMIZATIONS =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

  /** Fields of a kustomization that name files of its own making, not objects. */
  private static final List<String> INPUTS =
      List.of(
          "patches",
          "patchesStrategicMerge",
          "patchesJson6902",
          "transformers",
          "generators",
          "validators",
          "configurations",
          "replacements");

  /** Folders of a chart whose files are filled in, or are charts themselves. */
  private static final Set<String> OF_CHART = Set.of("templates", "charts");

  private final GitSnapshot snapshot;
  private final Path folder;

  BuildFolders(GitSnapshot snapshot, String path) {
    this.snapshot = snapshot;
    this.folder = Path.of(path.isEmpty() ? "." : path).normalize();
  }

  /** What the folder holds that the folders around it are made with. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (folder.toString().isEmpty()) {
      return problems;
    }
    for (int depth = folder.getNameCount() - 1; depth >= 0; depth--) {
      Path around = depth == 0 ? Path.of("") : folder.subpath(0, depth);
      for (String name : KUSTOMIZATIONS) {
        at(around, name).ifPresent(file -> inputs(around, file, problems));
      }
      if (OF_CHART.contains(folder.getName(depth).toString())) {
        at(around, "Chart.yaml")
            .ifPresent(
                chart ->
                    problems.add(
                        "this folder is a part of the Helm chart %s, which is not rendered"
                            .formatted(chart.path())));
      }
    }
    return problems;
  }

  private Optional<GitFile> at(Path around, String name) {
    return snapshot.file(around.resolve(name).toString());
  }

  private void inputs(Path around, GitFile file, List<String> problems) {
    JsonNode content = KubernetesYaml.first(snapshot.read(file, MOST_BYTES + 1), MOST_BYTES);
    for (String field : INPUTS) {
      for (JsonNode each : content.path(field)) {
        String said = each.isTextual() ? each.asText() : each.path("path").asText("");
        if (!said.isEmpty() && !said.contains("\n") && isInside(around, said)) {
          problems.add(
              "%s is one of the %s of %s, which is not rendered"
                  .formatted(around.resolve(said).normalize(), field, file.path()));
        }
      }
    }
  }

  private boolean isInside(Path around, String said) {
    return said.indexOf('\0') < 0 && around.resolve(said).normalize().startsWith(folder);
  }
}
