package dev.caravan.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A file of routes.
 *
 * @param path from the folder of routes on, such as {@code netbox/create-types.camel.yaml}
 * @param lines its lines
 * @param entries what it defines: routes, route configurations and the like
 */
record RouteFile(Path path, List<String> lines, List<Map<String, Object>> entries) {

  static final Path FOLDER = Path.of("routes");
  private static final String SUFFIX = ".camel.yaml";

  /**
   * A word of the file.
   *
   * @param key the key that it stands under
   */
  record Word(String key, String value) {}

  /** Every file in the folders of routes, whatever its name. */
  static List<Path> all() {
    return Roots.files(Roots.of("routes"));
  }

  static List<Path> all(Path folder) {
    return Roots.files(List.of(folder));
  }

  /** The file of a route, in whichever folder it is; where there is none, where it should be. */
  static Path find(String path) {
    return Roots.of("routes").stream()
        .map(folder -> folder.resolve(path))
        .filter(Files::exists)
        .findFirst()
        .orElse(FOLDER.resolve(path));
  }

  private static Path relative(Path file) {
    return Roots.of("routes").stream()
        .filter(file::startsWith)
        .findFirst()
        .orElse(FOLDER)
        .relativize(file);
  }

  static List<RouteFile> readAll() {
    return all().stream().map(RouteFile::read).toList();
  }

  @SuppressWarnings("unchecked")
  static RouteFile read(Path file) {
    try {
      Object content =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
      return new RouteFile(
          relative(file), Files.readAllLines(file), (List<Map<String, Object>>) content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isShared() {
    return path.startsWith("shared");
  }

  /** The id that the path promises: {@code netbox.create-types}. */
  String expectedId() {
    String name = path.toString().replace('\\', '/').replace('/', '.');
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** Its routes, without what routes share. */
  List<Map<String, Object>> routes() {
    return entries.stream()
        .filter(entry -> entry.containsKey("route"))
        .map(RouteFile::route)
        .toList();
  }

  static String id(Map<String, Object> route) {
    return String.valueOf(route.get("id"));
  }

  /** What the route begins with, such as {@code worker:netbox.create-types}. */
  static String from(Map<String, Object> route) {
    Object from = route.get("from");
    String uri = from instanceof Map<?, ?> map ? String.valueOf(map.get("uri")) : "";
    return uri.contains("?") ? uri.substring(0, uri.indexOf('?')) : uri;
  }

  /** Every key with its text, however deep. */
  List<Word> words() {
    List<Word> words = new ArrayList<>();
    collect("", entries, words);
    return words;
  }

  private static void collect(String key, Object value, List<Word> words) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, below) -> {
            words.add(new Word(String.valueOf(name), ""));
            collect(String.valueOf(name), below, words);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(item -> collect(key, item, words));
    } else {
      words.add(new Word(key, String.valueOf(value)));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> route(Map<String, Object> entry) {
    return (Map<String, Object>) entry.getOrDefault("route", Map.of());
  }

  @Override
  public String toString() {
    return "routes/" + path;
  }
}
