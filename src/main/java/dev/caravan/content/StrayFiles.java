package dev.caravan.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files of a folder that look as if they were read and are not. */
final class StrayFiles {

  private static final int DEEPEST = 8;
  private static final Pattern PROCESS =
      Pattern.compile(
          "processes/[^/]+/([^/]+\\.bpmn20\\.xml|form\\.schema\\.json|examples\\.yaml)");
  private static final Pattern ROUTE = Pattern.compile("routes/(.+/)?[^/]+\\.camel\\.yaml");
  private static final Pattern MEANT = Pattern.compile("(?i).*\\.(bpmn|xml|json|yaml|yml|bpmn2)");
  private static final Set<String> FLOORS = Set.of("processes", "routes");

  private StrayFiles() {}

  static List<ContentProblem> in(Path folder) {
    return FLOORS.stream()
        .sorted()
        .map(folder::resolve)
        .filter(Files::isDirectory)
        .flatMap(StrayFiles::files)
        .filter(file -> isStray(folder.relativize(file)))
        .map(file -> problem(folder, file, slashed(folder.relativize(file))))
        .toList();
  }

  private static Stream<Path> files(Path floor) {
    try (Stream<Path> files = Files.walk(floor, DEEPEST)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isStray(Path file) {
    String path = slashed(file);
    return MEANT.matcher(path).matches()
        && !path.contains("/.")
        && !PROCESS.matcher(path).matches()
        && !ROUTE.matcher(path).matches();
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static ContentProblem problem(Path folder, Path file, String path) {
    String right = rightName(path);
    boolean twin = !right.isEmpty() && Files.exists(folder.resolve(right));
    String what = "is not read: %s".formatted(rule(path));
    String remedy = right.isEmpty() ? "Rename or remove it" : "Call it " + right;
    return twin
        ? ContentProblem.warning(
            file.toString(), 0, "not-read", what, "Remove it: " + right + " is read")
        : ContentProblem.error(file.toString(), 0, "not-read", what, remedy);
  }

  private static String rule(String path) {
    return path.startsWith("processes/")
        ? "a process is processes/<name>/<name>.bpmn20.xml, with form.schema.json and examples.yaml beside it"
        : "a route is routes/<system>/<operation>.camel.yaml";
  }

  private static String rightName(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    String stem = file.substring(0, file.indexOf('.') < 0 ? file.length() : file.indexOf('.'));
    if (path.startsWith("routes/") && file.matches("(?i).*\\.ya?ml")) {
      return path.substring(0, path.lastIndexOf('/') + 1) + stem + ".camel.yaml";
    }
    if (path.startsWith("processes/") && file.matches("(?i).*\\.(bpmn|bpmn2|xml)")) {
      return "processes/%s/%s.bpmn20.xml".formatted(stem, stem);
    }
    if (path.matches("processes/[^/]+/[^/]*(?i:form|schema)[^/]*\\.json")) {
      return path.substring(0, path.lastIndexOf('/') + 1) + "form.schema.json";
    }
    return "";
  }
}
