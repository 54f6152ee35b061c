package dev.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.caravan.failure.PermanentFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The clusters of kubeconfig files, merged as kubectl does: what the first file names stands. Read
 * at each use, so a changed file needs no restart.
 */
@Component
public class Kubeconfigs {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final KubernetesProperties properties;

  /** An entry of a file, with the folder that its paths start from. */
  private record Entry(JsonNode content, Path folder) {}

  Kubeconfigs(KubernetesProperties properties) {
    this.properties = properties;
  }

  /** Names that can be asked for. */
  public SortedSet<String> contexts() {
    return new TreeSet<>(entries("contexts", "context").keySet());
  }

  /**
   * The cluster of a context, and how to log in there.
   *
   * @param context its name in a kubeconfig file
   */
  public Cluster require(String context) {
    Entry found = entries("contexts", "context").get(context);
    if (found == null) {
      throw PermanentFailure.notFound(unknown(context));
    }
    JsonNode content = found.content();
    KubeconfigEntry cluster = entry(context, "cluster", content.path("cluster").asText(""));
    String user = content.path("user").asText("");
    KubeconfigEntry login =
        user.isEmpty()
            ? new KubeconfigEntry(context, MissingNode.getInstance(), Path.of(""))
            : entry(context, "user", user);
    refuseWhatIsNotKept(cluster, login);
    String token = login.file("tokenFile");
    return new Cluster(
        context,
        cluster.text("server"),
        content.path("namespace").asText(""),
        cluster.pem("certificate-authority"),
        token.isEmpty() ? login.text("token") : token,
        login.pem("client-certificate"),
        login.pem("client-key"));
  }

  /** What would weaken, or be done otherwise than its owner thinks, if it were passed over. */
  private static void refuseWhatIsNotKept(KubeconfigEntry cluster, KubeconfigEntry login) {
    cluster.refuse(
        "insecure-skip-tls-verify",
        "certificates are always verified: give certificate-authority-data instead");
    cluster.refuse(
        "tls-server-name", "the certificate must be made out to the address of server itself");
    cluster.refuse("proxy-url", "clusters are called without a proxy");
    String instead = "give token, tokenFile or client-certificate-data and client-key-data instead";
    login.refuse("exec", "no programs are run for a log-in: " + instead);
    login.refuse("auth-provider", "no providers are asked for a log-in: " + instead);
    login.refuse("username", "Kubernetes knows no passwords any more: " + instead);
    for (String each : List.of("as", "as-uid", "as-groups", "as-user-extra")) {
      login.refuse(each, "nobody is impersonated: give a login of that user");
    }
  }

  private KubeconfigEntry entry(String context, String kind, String name) {
    Entry entry = entries(kind + "s", kind).get(name);
    if (entry == null) {
      throw PermanentFailure.configuration(
          "Context %s of kubeconfig names %s %s, which is not there"
              .formatted(context, kind, name.isEmpty() ? "none" : name));
    }
    return new KubeconfigEntry(context, entry.content(), entry.folder());
  }

  private String unknown(String context) {
    String where = String.join(", ", files().stream().map(Path::toString).toList());
    SortedSet<String> known = contexts();
    return known.isEmpty()
        ? "There is no context %s: %s holds none. Set KUBECONFIG.".formatted(context, where)
        : "There is no context %s in %s; it has %s"
            .formatted(context, where, String.join(", ", known));
  }

  private Map<String, Entry> entries(String list, String field) {
    Map<String, Entry> entries = new TreeMap<>();
    for (Path file : files()) {
      for (JsonNode each : read(file).path(list)) {
        entries.putIfAbsent(
            each.path("name").asText(""),
            new Entry(each.path(field), file.toAbsolutePath().resolveSibling("")));
      }
    }
    return entries;
  }

  private List<Path> files() {
    if (properties.kubeconfig().isBlank()) {
      return List.of(Path.of(System.getProperty("user.home"), ".kube", "config"));
    }
    List<Path> files = new ArrayList<>();
    for (String each : properties.kubeconfig().split(Pattern.quote(File.pathSeparator), -1)) {
      if (!each.isBlank()) {
        files.add(Path.of(each.strip()));
      }
    }
    return files;
  }

  /** A file that is not there counts as empty, as it does for kubectl. */
  private static JsonNode read(Path file) {
    if (Files.notExists(file)) {
      return MissingNode.getInstance();
    }
    try {
      @Nullable JsonNode content = YAML.readTree(Files.readAllBytes(file));
      return content == null ? MissingNode.getInstance() : content;
    } catch (IOException unreadable) {
      throw PermanentFailure.configuration(
          "kubeconfig %s cannot be read: it is no YAML, or not ours to read".formatted(file));
    }
  }
}
