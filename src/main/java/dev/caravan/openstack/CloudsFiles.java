package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * Finds and reads the files that OpenStack's own clients read: {@code clouds}, {@code secure} with
 * secrets, and {@code clouds-public} with profiles, each as {@code .yaml}, {@code .yml} or {@code
 * .json}. A file that is named comes first, then those beside it, then the usual folders.
 */
@Component
class CloudsFiles {

  private static final int MOST_BYTES = 4 << 20;
  private static final List<String> SUFFIXES = List.of(".yaml", ".yml", ".json");
  private static final List<Path> FOLDERS =
      List.of(
          Path.of(""),
          Path.of(System.getProperty("user.home"), ".config", "openstack"),
          Path.of("/etc/openstack"));

  private final OpenStackProperties properties;

  CloudsFiles(OpenStackProperties properties) {
    this.properties = properties;
  }

  /** The name of the file of clouds, for messages; empty where there is none. */
  Optional<String> name() {
    return clouds().map(file -> String.valueOf(file.getFilename()));
  }

  /** All clouds by name, with their secrets; none where there is no file. */
  ObjectNode all() {
    ObjectNode all = clouds().map(file -> section(file, "clouds")).orElseGet(CloudsFiles::nothing);
    secrets().ifPresent(file -> merge(all, section(file, "clouds")));
    return all;
  }

  /** A profile that clouds share, of the user's file or of openstacksdk's own. */
  Optional<ObjectNode> profile(String name) {
    List<Resource> files = new ArrayList<>();
    found("clouds-public").ifPresent(files::add);
    files.add(new ClassPathResource("openstack/vendors.yaml"));
    return files.stream()
        .map(file -> section(file, "public-clouds").path(name))
        .filter(JsonNode::isObject)
        .map(profile -> (ObjectNode) profile)
        .findFirst();
  }

  private Optional<Resource> clouds() {
    String named = properties.cloudsFile();
    if (named.startsWith("classpath:")) {
      return Optional.of(new ClassPathResource(named.substring("classpath:".length())));
    }
    return named.isBlank() ? found("clouds") : Optional.of(new FileSystemResource(named));
  }

  private Optional<Resource> secrets() {
    String named = properties.secureFile();
    return named.isBlank() ? found("secure") : Optional.of(new FileSystemResource(named));
  }

  private Optional<Resource> found(String name) {
    return Stream.concat(besideClouds().stream(), FOLDERS.stream())
        .flatMap(folder -> SUFFIXES.stream().map(suffix -> folder.resolve(name + suffix)))
        .filter(Files::isReadable)
        .findFirst()
        .map(FileSystemResource::new);
  }

  private Optional<Path> besideClouds() {
    String named = properties.cloudsFile();
    return named.isBlank() || named.startsWith("classpath:")
        ? Optional.empty()
        : Optional.ofNullable(Path.of(named).toAbsolutePath().getParent());
  }

  private static ObjectNode section(Resource file, String name) {
    JsonNode section = read(file).path(name);
    return section instanceof ObjectNode content ? content : nothing();
  }

  private static JsonNode read(Resource file) {
    try {
      YamlDocument.Parsed parsed = YamlDocument.parse(file.getContentAsByteArray(), MOST_BYTES);
      if (!parsed.problems().isEmpty()) {
        throw PermanentFailure.configuration(
            "%s cannot be read: %s"
                .formatted(file.getFilename(), parsed.problems().get(0).message()));
      }
      return parsed.content();
    } catch (IOException unreadable) {
      throw PermanentFailure.configuration(
          "%s cannot be read: %s".formatted(file.getFilename(), unreadable.getMessage()));
    }
  }

  private static ObjectNode nothing() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** What is new wins, object by object. */
  static void merge(ObjectNode into, ObjectNode more) {
    for (Map.Entry<String, JsonNode> field : more.properties()) {
      if (into.get(field.getKey()) instanceof ObjectNode deeper
          && field.getValue() instanceof ObjectNode content) {
        merge(deeper, content);
      } else {
        into.set(field.getKey(), field.getValue());
      }
    }
  }
}
