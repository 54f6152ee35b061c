package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.git.GitFile;
import dev.caravan.git.GitSnapshot;
import dev.caravan.yaml.YamlDocument;
import dev.caravan.yaml.YamlProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what a folder in git declares; a file that cannot be read is told, never left out. */
final class DesiredReader {

  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final Set<String> ENDINGS = Set.of(".yaml", ".yml", ".json");
  private static final Set<String> KEPT_METADATA =
      Set.of("name", "namespace", "labels", "annotations");

  private final String namespace;
  private final Map<String, DesiredObject> objects = new LinkedHashMap<>();
  private final List<InputProblem> problems = new ArrayList<>();
  private final List<String> notRendered = new ArrayList<>();

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

  void readAll(GitSnapshot snapshot, String folder) {
    for (GitFile file : snapshot.files(folder)) {
      String inside = file.path().substring(folder.length()).replaceFirst("^/", "");
      if (!isHidden(inside)) {
        take(snapshot, file, inside);
      }
    }
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
    }
  }

  private static boolean isHidden(String path) {
    return Stream.of(path.split("/", -1))
        .anyMatch(part -> part.startsWith(".") && part.length() > 1);
  }

  void read(String file, byte[] bytes) {
    Optional<String> template = BuildInput.byText(bytes);
    if (template.isPresent()) {
      notRendered.add(file + " " + template.get());
      return;
    }
    int number = 0;
    for (YamlDocument.Parsed document : YamlDocument.parseAll(bytes, MOST_BYTES)) {
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
      if (document.problems().isEmpty() && !document.content().isNull()) {
        int line = document.lines().getOrDefault("", 1);
        take(file, "%s, line %d".formatted(file, line), document.content());
      }
    }
  }

  private void take(String file, String at, JsonNode content) {
    if (content.path("kind").asText("").equals("List") && content.path("items").isArray()) {
      content.path("items").forEach(item -> take(file, at, item));
      return;
    }
    Optional<String> input = BuildInput.byContent(content);
    if (input.isPresent()) {
      notRendered.add("%s: %s".formatted(at, input.get()));
      return;
    }
    Optional<InputProblem> unkept = Unkept.in(content);
    if (unkept.isPresent()) {
      problem(file, "%s: %s: %s".formatted(at, unkept.get().pointer(), unkept.get().message()));
      return;
    }
    String apiVersion = content.path("apiVersion").asText("");
    String kind = content.path("kind").asText("");
    String name = content.at("/metadata/name").asText("");
    if (apiVersion.isEmpty() || kind.isEmpty() || name.isEmpty()) {
      problem(
          file, at + ": is no object of Kubernetes: it needs apiVersion, kind and metadata.name");
      return;
    }
    String own = content.at("/metadata/namespace").asText(namespace);
    if (!own.equals(namespace)) {
      problem(
          file,
          "%s: %s %s is in namespace %s, and the fabric in %s"
              .formatted(at, kind, name, own, namespace));
      return;
    }
    String[] words = apiVersion.split("/", 2);
    DesiredObject object =
        new DesiredObject(
            words.length > 1 ? words[0] : "",
            words[words.length - 1],
            kind,
            namespace,
            name,
            declared((ObjectNode) content, words.length == 1 && kind.equals("Secret")),
            file);
    DesiredObject other = objects.putIfAbsent(object.key(), object);
    if (other != null) {
      problem(file, "%s: %s %s stands in %s already".formatted(at, kind, name, other.file()));
    }
  }

  /** What only a cluster says, and what says nothing, is no declaration. */
  private static ObjectNode declared(ObjectNode content, boolean secret) {
    ObjectNode declared = content.deepCopy();
    if (secret) {
      asKept(declared);
    }
    declared.remove("status");
    if (declared.path("metadata") instanceof ObjectNode metadata) {
      metadata.retain(KEPT_METADATA);
      metadata.remove("namespace");
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove(Concealing.LAST_APPLIED);
        annotations.remove(
            OurMark.ANNOTATION); // Copied from a cluster: we say ourselves whose it is.
      }
    }
    dropNulls(declared);
    return declared;
  }

  /** A cluster keeps the texts of a Secret as base64, beside its other values. */
  private static void asKept(ObjectNode secret) {
    if (!(secret.path("stringData") instanceof ObjectNode texts)) {
      return;
    }
    ObjectNode values = secret.path("data") instanceof ObjectNode data ? data : secret.objectNode();
    for (Map.Entry<String, JsonNode> text : List.copyOf(texts.properties())) {
      if (text.getValue().isTextual()) {
        byte[] plain = text.getValue().textValue().getBytes(StandardCharsets.UTF_8);
        values.put(text.getKey(), Base64.getEncoder().encodeToString(plain));
        texts.remove(text.getKey());
      }
    }
    if (texts.isEmpty()) {
      secret.remove("stringData");
    }
    secret.set("data", values);
  }

  private static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode fields) {
      fields.properties().removeIf(field -> field.getValue().isNull());
      fields.forEach(DesiredReader::dropNulls);
    } else if (node instanceof ArrayNode list) {
      list.forEach(DesiredReader::dropNulls);
    }
  }

  private void problem(String file, String message) {
    problems.add(new InputProblem("/" + file, message));
  }

  /** How many objects of each kind there are. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    objects.values().forEach(each -> counts.merge(each.kindKey(), 1, Integer::sum));
    return counts;
  }
}
