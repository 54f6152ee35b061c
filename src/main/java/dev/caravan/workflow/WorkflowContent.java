package dev.caravan.workflow;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
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
public record WorkflowContent(List<String> locations) {

  private static final String SUFFIX = ".bpmn20.xml";
  private static final Pattern SCHEME = Pattern.compile("[a-z]{2,}\\*?:");

  public WorkflowContent {
    locations = locations.stream().map(WorkflowContent::asFolder).toList();
  }

  /** The locations that an environment names. */
  public static WorkflowContent of(Environment environment) {
    return new WorkflowContent(
        Binder.get(environment)
            .bind("caravan.content.locations", Bindable.listOf(String.class))
            .orElse(List.of()));
  }

  /** Whether there is only what the jar holds. */
  public boolean isPackedAlone() {
    return locations.stream().allMatch(WorkflowContent::isPacked);
  }

  private static boolean isPacked(String location) {
    try {
      return location.startsWith("classpath:")
          && !new DefaultResourceLoader().getResource(location + "routes/").isFile();
    } catch (RuntimeException nowhere) {
      return false;
    }
  }

  /** The locations in which there is nothing: wrongly written, or not mounted. */
  public List<String> emptyLocations() {
    return locations.stream()
        .filter(location -> !holds(location, "processes/") && !holds(location, "routes/"))
        .toList();
  }

  /** The BPMN files of all locations, in the order of the locations. */
  public List<Resource> processes() {
    return locations.stream().flatMap(location -> processes(location).stream()).toList();
  }

  /** The files of routes of all locations. */
  public List<Resource> routeFiles() {
    return locations.stream()
        .flatMap(location -> find(location + "routes/**/*.camel.yaml").stream())
        .toList();
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
  public static String nameOf(Resource file) {
    String name = String.valueOf(file.getFilename());
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** The form beside a BPMN file, absent where there is none. */
  public static Optional<byte[]> formOf(Resource process) {
    try {
      Resource form = process.createRelative(FormSchema.FILE);
      return form.exists() ? Optional.of(bytesOf(form)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a file holds. */
  public static byte[] bytesOf(Resource file) {
    try {
      return file.getContentAsByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.getDescription(), e);
    }
  }

  private static String asFolder(String location) {
    // A path of the machine needs no file: before it.
    String place =
        SCHEME.matcher(location).lookingAt()
            ? location
            : "file:" + Path.of(location).toAbsolutePath().normalize();
    return place.endsWith("/") ? place : place + "/";
  }
}
