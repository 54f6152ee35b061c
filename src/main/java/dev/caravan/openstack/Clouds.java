package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * The clouds that are configured, in the format that OpenStack's own clients read ({@code
 * clouds.yaml}, beside it {@code secure.yaml} with secrets). A value may name an environment
 * variable: {@code ${OS_PASSWORD}} or {@code ${OS_PORT:5000}}. Read at each log-in, so a changed
 * file needs no restart.
 */
@Component
public class Clouds {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");
  private static final List<Path> USUAL =
      List.of(
          Path.of("clouds.yaml"),
          Path.of(System.getProperty("user.home"), ".config", "openstack", "clouds.yaml"),
          Path.of("/etc/openstack/clouds.yaml"));

  private final OpenStackProperties properties;
  private final Environment environment;

  Clouds(OpenStackProperties properties, Environment environment) {
    this.properties = properties;
    this.environment = environment;
  }

  /** Names that can be asked for. */
  public SortedSet<String> names() {
    TreeSet<String> names = new TreeSet<>();
    file().ifPresent(file -> read(file).path("clouds").fieldNames().forEachRemaining(names::add));
    return names;
  }

  /**
   * The cloud of that name.
   *
   * @param name a cloud, or cloud/region
   */
  public Cloud require(String name) {
    Resource file =
        file()
            .orElseThrow(
                () ->
                    PermanentFailure.configuration(
                        "No clouds are configured: set OS_CLIENT_CONFIG_FILE to a clouds.yaml."));
    String[] words = name.split("/", 2);
    JsonNode cloud = merged(file).path("clouds").path(words[0]);
    if (!cloud.isObject()) {
      throw PermanentFailure.notFound(
          "There is no cloud %s in %s; it has %s"
              .formatted(words[0], file.getFilename(), String.join(", ", names())));
    }
    return cloud(name, cloud, words.length > 1 ? words[1] : text(cloud, "region_name", ""));
  }

  private Cloud cloud(String name, JsonNode cloud, String region) {
    String authUrl = text(cloud.path("auth"), "auth_url", "").replaceAll("/+$", "");
    if (authUrl.isEmpty()) {
      throw PermanentFailure.configuration("Cloud %s has no auth.auth_url".formatted(name));
    }
    return new Cloud(
        name,
        authUrl.matches(".*/v3") ? authUrl : authUrl + "/v3",
        Login.of(name, cloud, this::text),
        region,
        text(cloud, "interface", "public").replace("URL", ""),
        text(cloud, "cacert", ""),
        cloud.path("verify").asBoolean(true));
  }

  private Optional<Resource> file() {
    String named = properties.cloudsFile();
    if (!named.isBlank()) {
      return Optional.of(
          named.startsWith("classpath:")
              ? new ClassPathResource(named.substring("classpath:".length()))
              : new FileSystemResource(named));
    }
    return USUAL.stream().filter(Files::isReadable).findFirst().map(FileSystemResource::new);
  }

  private static JsonNode merged(Resource file) {
    JsonNode clouds = read(file);
    if (file instanceof FileSystemResource local && clouds instanceof ObjectNode object) {
      Path secrets = Path.of(local.getPath()).resolveSibling("secure.yaml");
      if (Files.isReadable(secrets)) {
        merge(object, read(new FileSystemResource(secrets)));
      }
    }
    return clouds;
  }

  private static void merge(ObjectNode into, JsonNode more) {
    for (Map.Entry<String, JsonNode> field : more.properties()) {
      if (into.get(field.getKey()) instanceof ObjectNode deeper && field.getValue().isObject()) {
        merge(deeper, field.getValue());
      } else {
        into.set(field.getKey(), field.getValue());
      }
    }
  }

  private static JsonNode read(Resource file) {
    try {
      return YAML.readTree(file.getContentAsByteArray());
    } catch (IOException unreadable) {
      throw PermanentFailure.configuration(
          "%s cannot be read: %s".formatted(file.getFilename(), unreadable.getMessage()));
    }
  }

  private String text(JsonNode node, String field, String otherwise) {
    String value = node.path(field).asText(otherwise);
    Matcher variable = VARIABLE.matcher(value);
    return variable.replaceAll(
        found -> {
          String known = environment.getProperty(found.group(1), found.group(2));
          if (known == null) {
            throw PermanentFailure.configuration(
                "clouds.yaml names the environment variable %s, which is not set"
                    .formatted(found.group(1)));
          }
          return Matcher.quoteReplacement(known);
        });
  }
}
