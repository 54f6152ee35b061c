package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import dev.caravan.git.GitFile;
import dev.caravan.git.GitSnapshot;
import dev.caravan.git.LinkedFolder;
import dev.caravan.yaml.KubernetesYaml;
import dev.caravan.yaml.YamlDocument;
import dev.caravan.yaml.YamlProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a folder in git declares; a file that cannot be read is told, never left out. */
final class DesiredReader {

  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final Set<String> ENDINGS = Set.of(".yaml", ".yml", ".json");

  private final String namespace;
  private final Map<String, DesiredObject> objects = new LinkedHashMap<>();
  private final List<InputProblem> problems = new ArrayList<>();
  private final List<String> notRendered = new ArrayList<>();
  private final PassedOver passedOver = new PassedOver();

  /**
   * Reads nothing yet.
   *
   * @param namespace of objects that name none, and the only one that they may name
   */
  DesiredReader(String namespace) {
    this.namespace = namespace;
  }

  List<DesiredObject> objects() {
    return List.copyOf(objects.values());
  }

  /** What is wrong: file and line are in the pointer and the message. */
  List<InputProblem> problems() {
    return problems;
  }

  /** What a tool would have to make declarations of first; nothing of the folder holds then. */
  List<String> notRendered() {
    return notRendered;
  }

  /** What declares nothing. */
  PassedOver passedOver() {
    return passedOver;
  }

  /** What the files declare, and what is behind links; of a part that cannot be had nothing is. */
  void readAll(GitSnapshot snapshot, LinkedFolder folder) {
    folder.left().forEach(passedOver::add);
    folder
        .broken()
        .forEach(
            (path, why) -> {
              if (hidden(inside(folder, path)).isEmpty()) {
                problem(path, path + " " + why);
              }
            });
    for (GitFile file : folder.files()) {
      String inside = inside(folder, file.path());
      Optional<String> hidden = hidden(inside);
      if (hidden.isPresent()) {
        String path = file.path().substring(0, file.path().length() - inside.length());
        passedOver.add(path + hidden.get(), "is hidden, by the dot in front of its name");
      } else {
        take(snapshot, file, inside);
      }
    }
  }

  private static String inside(LinkedFolder folder, String path) {
    return path.substring(folder.path().length()).replaceFirst("^/", "");
  }

  private void take(GitSnapshot snapshot, GitFile file, String inside) {
    Optional<String> folder = BuildInput.folderOf(inside);
    Optional<String> ending = BuildInput.byEnding(inside);
    int slash = inside.lastIndexOf('/');
    if (folder.isPresent()) {
      String where =
          slash < 0 ? "this folder" : "folder " + file.path().replaceFirst("/[^/]*$", "");
      notRendered.add("%s %s (%s)".formatted(where, folder.get(), file.path()));
    } else if (ending.isPresent()) {
      notRendered.add(file.path() + " " + ending.get());
    } else if (ENDINGS.stream().anyMatch(inside.toLowerCase(Locale.ROOT)::endsWith)) {
      read(file.path(), snapshot.read(file, MOST_BYTES + 1));
    } else {
      passedOver.add(file.path(), "is no file of YAML or JSON, by its name");
    }
  }

  /** The first part of a path that is hidden. */
  private static Optional<String> hidden(String path) {
    int end = -1;
    do {
      int begin = end + 1;
      end = path.indexOf('/', begin);
      String part = path.substring(begin, end < 0 ? path.length() : end);
      if (part.startsWith(".") && part.length() > 1) {
        return Optional.of(path.substring(0, begin) + part);
      }
    } while (end >= 0);
    return Optional.empty();
  }

  void read(String file, byte[] bytes) {
    Optional<String> template = BuildInput.byText(bytes);
    if (template.isPresent()) {
      notRendered.add(file + " " + template.get());
      return;
    }
    int number = 0;
    int said = 0;
    for (YamlDocument.Parsed document : KubernetesYaml.documents(bytes, MOST_BYTES)) {
      number++;
      String at = "%s (document %d)".formatted(file, number);
      for (YamlProblem problem : document.problems()) {
        problem(file, at + problem.pointer() + ": " + problem.message());
        if (BuildInput.mayBeTemplate(bytes)) {
          notRendered.add(
              "%s looks like a template ({{ }}), which is not rendered: %s"
                  .formatted(file, problem.message()));
        }
      }
      boolean says = !document.problems().isEmpty() || !document.content().isNull();
      said += says ? 1 : 0;
      if (says && document.problems().isEmpty()) {
        take(file, number, document.lines(), "", document.content());
      }
    }
    if (said == 0) {
      passedOver.add(file, "holds nothing");
    }
  }

  private void take(
      String file, int number, Map<String, Integer> lines, String pointer, JsonNode content) {
    Optional<List<JsonNode>> items = Manifest.items(content);
    if (items.isPresent()) {
      for (int i = 0; i < items.get().size(); i++) {
        String at = JsonPointers.of(pointer + "/items", i);
        take(file, number, lines, at, items.get().get(i));
      }
      return;
    }
    String at = "%s, line %d".formatted(file, line(lines, pointer));
    Optional<String> input = BuildInput.byContent(content);
    if (input.isPresent()) {
      notRendered.add("%s: %s".formatted(at, input.get()));
      return;
    }
    if (pointer.isEmpty() && !Manifest.isMeant(content)) {
      passedOver.add(
          number == 1 ? file : "%s (document %d)".formatted(file, number),
          "is no object of Kubernetes: it has neither apiVersion nor kind nor metadata");
      return;
    }
    if (!(content instanceof ObjectNode object)) {
      problem(
          file, at + ": is no object of Kubernetes: it needs apiVersion, kind and metadata.name");
      return;
    }
    Manifest manifest = new Manifest(object);
    Optional<InputProblem> wrong = manifest.problem();
    if (wrong.isPresent()) {
      String where = pointer + wrong.get().pointer();
      problem(
          file,
          "%s, line %d: %s: %s".formatted(file, line(lines, where), where, wrong.get().message()));
    } else {
      take(file, at, manifest);
    }
  }

  private static int line(Map<String, Integer> lines, String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      if (lines.containsKey(at)) {
        return lines.get(at);
      }
    }
    return lines.getOrDefault("", 1);
  }

  private void take(String file, String at, Manifest manifest) {
    String own = manifest.namespace();
    if (!own.isEmpty() && !own.equals(namespace)) {
      problem(
          file,
          "%s: %s %s is in namespace %s, and the fabric in %s"
              .formatted(at, manifest.kind(), manifest.name(), own, namespace));
      return;
    }
    DesiredObject object = manifest.declared(namespace, file);
    DesiredObject other = objects.putIfAbsent(object.key(), object);
    if (other != null) {
      problem(
          file,
          "%s: %s %s stands in %s already"
              .formatted(at, object.kind(), object.name(), other.file()));
    }
  }

  private void problem(String file, String message) {
    problems.add(new InputProblem("/" + file, message));
  }

  /** Whether the namespace that all is in is declared as well. */
  boolean declaresNamespace() {
    return objects.containsKey(FabricResource.key("", Foundation.NAMESPACE, namespace, namespace));
  }

  /** How many objects of each kind there are. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    objects.values().forEach(each -> counts.merge(each.kindKey(), 1, Integer::sum));
    return counts;
  }
}
