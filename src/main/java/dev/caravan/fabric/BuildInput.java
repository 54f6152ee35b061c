package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Tells files and objects that a tool makes declarations of from declarations: what is applied as
 * it stands there is not what anybody means.
 */
final class BuildInput {

  /** What a folder is that holds such a file. */
  private static final Map<String, String> FOLDERS =
      Map.of(
          "kustomization.yaml", "a kustomization",
          "kustomization.yml", "a kustomization",
          "kustomization", "a kustomization",
          "chart.yaml", "a Helm chart",
          "chart.yml", "a Helm chart",
          "helmfile.yaml", "a helmfile",
          "helmfile.yml", "a helmfile",
          "jsonnetfile.json", "a jsonnet package",
          "kcl.mod", "a KCL package");

  private static final Map<String, String> ENDINGS =
      Map.ofEntries(
          Map.entry(".jsonnet", "jsonnet"),
          Map.entry(".libsonnet", "jsonnet"),
          Map.entry(".cue", "CUE"),
          Map.entry(".dhall", "Dhall"),
          Map.entry(".tpl", "a template"),
          Map.entry(".tmpl", "a template"),
          Map.entry(".gotmpl", "a template"),
          Map.entry(".j2", "a template"),
          Map.entry(".jinja", "a template"),
          Map.entry(".jinja2", "a template"));

  /** Actions of Go templates that only Helm fills in; others stand in alerts and workflows. */
  private static final Pattern HELM =
      Pattern.compile(
          "\\{\\{-?\\s*(\\.(Values|Release|Chart|Capabilities|Files|Template)\\b"
              + "|\\$\\.(Values|Release|Chart)\\b"
              + "|(include|template|define|block|tpl|required|toYaml|lookup)\\b"
              + "|(if|with|range|else if)\\b[^}]{0,200}\\.(Values|Release|Chart|Capabilities)\\b)");

  private static final Pattern YTT =
      Pattern.compile(
          "(?m)(^|\\s)#@\\s*(load|data|schema|overlay|library|template|yaml|if|for|def|end)\\b");

  private static final Set<String> DIRECTIVES = Set.of("$patch", "$retainKeys");
  private static final Set<String> DIRECTIVE_BEGINNINGS =
      Set.of("$setElementOrder/", "$deleteFromPrimitiveList/");
  private static final Set<String> TOOL_GROUPS = Set.of("kustomize.config.k8s.io", "builtin");
  private static final Set<String> TOOL_NOTES =
      Set.of(
          "config.kubernetes.io/local-config",
          "config.kubernetes.io/function",
          "config.k8s.io/function");

  private BuildInput() {}

  /** What a file makes of the folder that it is in, by its name. */
  static Optional<String> folderOf(String file) {
    return Optional.ofNullable(FOLDERS.get(name(file)))
        .map(what -> "is %s, which is not rendered".formatted(what));
  }

  /** What a file is by the ending of its name. */
  static Optional<String> byEnding(String file) {
    String name = name(file);
    return ENDINGS.entrySet().stream()
        .filter(each -> name.endsWith(each.getKey()))
        .map(each -> "is %s, which is not rendered".formatted(each.getValue()))
        .findFirst();
  }

  private static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether a file of YAML or JSON is filled in by a tool before it is one. */
  static Optional<String> byText(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return HELM.matcher(text).find()
        ? Optional.of("is a template of Helm ({{ }}), which is not rendered")
        : YTT.matcher(text).find()
            ? Optional.of("is a template of ytt (#@), which is not rendered")
            : Optional.empty();
  }

  /** The same of one that cannot be read at all. */
  static boolean mayBeTemplate(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return text.contains("{{") || text.contains("{%");
  }

  /** What a document is that no cluster is meant to get. */
  static Optional<String> byContent(JsonNode content) {
    if (content instanceof ArrayNode list && isJsonPatch(list)) {
      return Optional.of("is a JSON patch (RFC 6902), which is not applied to anything");
    }
    String apiVersion = content.path("apiVersion").asText("");
    if (TOOL_GROUPS.contains(apiVersion.split("/", 2)[0])) {
      return Optional.of(
          "is a kustomization (%s of %s), which is not rendered"
              .formatted(content.path("kind").asText("no kind"), apiVersion));
    }
    if (Concealing.isConcealed(content)) {
      return Optional.of(
          "holds a word that was shown in the place of a secret, and not the secret");
    }
    if (content.path("sops").has("mac")) {
      return Optional.of("is encrypted by sops, which is not opened");
    }
    JsonNode notes = content.at("/metadata/annotations");
    for (String note : TOOL_NOTES) {
      if (notes.has(note) && !notes.path(note).asText().equals("false")) {
        return Optional.of("is for a tool alone, by its annotation " + note);
      }
    }
    return hasDirective(content)
        ? Optional.of("is a strategic-merge patch ($patch), which is not applied to anything")
        : Optional.empty();
  }

  private static boolean isJsonPatch(ArrayNode list) {
    return !list.isEmpty()
        && StreamSupport.stream(list.spliterator(), false)
            .allMatch(step -> step.path("op").isTextual() && step.path("path").isTextual());
  }

  private static boolean hasDirective(JsonNode node) {
    if (node instanceof ObjectNode fields) {
      return fields.properties().stream()
          .anyMatch(
              field ->
                  DIRECTIVES.contains(field.getKey())
                      || DIRECTIVE_BEGINNINGS.stream().anyMatch(field.getKey()::startsWith)
                      || hasDirective(field.getValue()));
    }
    return node.isArray()
        && StreamSupport.stream(node.spliterator(), false).anyMatch(BuildInput::hasDirective);
  }
}
