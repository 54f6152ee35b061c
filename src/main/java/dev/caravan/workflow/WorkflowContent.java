package dev.caravan.workflow;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Where processes and routes are read from.
 *
 * @param locations folders that hold {@code processes/} and {@code routes/}, such as {@code
 *     classpath:/} or {@code file:/etc/caravan/}; a workflow of a later one replaces that of an
 *     earlier one
 */
@ConfigurationProperties("caravan.content")
record WorkflowContent(List<String> locations) {

  private static final String SUFFIX = ".bpmn20.xml";

  WorkflowContent {
    locations = locations.stream().map(WorkflowContent::asFolder).toList();
  }

  /** The locations in which there is nothing: wrongly written, or not mounted. */
  List<String> emptyLocations() {
    return locations.stream()
        .filter(location -> !holds(location, "processes/") && !holds(location, "routes/"))
        .toList();
  }

  /** The BPMN files of all locations, in the order of the locations. */
  List<Resource> processes() {
    return locations.stream().flatMap(location -> processes(location).stream()).toList();
  }

  /** How Camel names the routes of all locations: one by one, as it finds no folders in a jar. */
  String routes() {
    return String.join(
        ",", locations.stream().flatMap(location -> routes(location).stream()).toList());
  }

  private static List<String> routes(String location) {
    String folder = location.replace("classpath:/", "classpath:") + "routes/";
    return find(location + "routes/**/*.camel.yaml").stream()
        .map(file -> folder + pathBelow("/routes/", file))
        .sorted()
        .toList();
  }

  private static String pathBelow(String folder, Resource file) {
    try {
      String url = file.getURL().toString();
      return url.substring(url.lastIndexOf(folder) + folder.length());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot name the route in " + file, e);
    }
  }

  private static List<Resource> processes(String location) {
    return find(location + "processes/*/*" + SUFFIX);
  }

  private static List<Resource> find(String pattern) {
    try {
      return Arrays.asList(new PathMatchingResourcePatternResolver().getResources(pattern));
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for " + pattern, e);
    }
  }

  private static boolean holds(String location, String folder) {
    return new DefaultResourceLoader().getResource(location + folder).exists();
  }

  /** A workflow is called as its file; the guard sees to it that its process is called so, too. */
  static String nameOf(Resource file) {
    String name = String.valueOf(file.getFilename());
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static String asFolder(String location) {
    return location.endsWith("/") ? location : location + "/";
  }
}
