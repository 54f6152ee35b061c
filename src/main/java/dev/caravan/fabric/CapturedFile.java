package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.git.GitFile;
import dev.caravan.git.GitSnapshot;
import dev.caravan.yaml.KubernetesYaml;
import java.util.Locale;

/** The file that an object is captured in: one object has one, and no two objects the same. */
final class CapturedFile {

  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final String CORE = "core";

  private CapturedFile() {}

  /**
   * Its path: by group, kind and name. A file without the group in its path is of an earlier
   * version, and stays the object's own where it holds that very object.
   *
   * @param folder of the fabric; empty for the root
   * @param tip of the branch that it is written to
   */
  static String path(String folder, FabricResource resource, GitSnapshot tip) {
    String kind = resource.kind().toLowerCase(Locale.ROOT);
    String group = resource.apiGroup().isEmpty() ? CORE : resource.apiGroup();
    String now = path(folder, kind + "." + group, resource.name());
    String before = path(folder, kind, resource.name());
    return tip.file(now).isEmpty()
            && tip.file(before).filter(file -> holds(tip, file, resource)).isPresent()
        ? before
        : now;
  }

  private static String path(String folder, String kind, String name) {
    return "%scaptured/%s/%s.yaml".formatted(folder.isEmpty() ? "" : folder + "/", kind, name);
  }

  private static boolean holds(GitSnapshot tip, GitFile file, FabricResource resource) {
    JsonNode content = KubernetesYaml.first(tip.read(file, MOST_BYTES + 1), MOST_BYTES);
    String version = content.path("apiVersion").asText();
    String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
    return group.equals(resource.apiGroup())
        && content.path("kind").asText().equals(resource.kind())
        && content.at("/metadata/name").asText().equals(resource.name());
  }
}
