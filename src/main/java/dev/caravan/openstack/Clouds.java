package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The clouds that are configured, in the format that OpenStack's own clients read ({@code
 * clouds.yaml}, beside it {@code secure.yaml} with secrets and {@code clouds-public.yaml} with
 * profiles). A value may name an environment variable: {@code ${OS_PASSWORD}} or {@code
 * ${OS_PORT:5000}}. Read at each log-in, so a changed file needs no restart.
 */
@Component
public class Clouds {

  private static final Logger LOG = LoggerFactory.getLogger(Clouds.class);

  private final CloudsFiles files;
  private final CloudTexts texts;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Clouds(CloudsFiles files, Environment environment) {
    this.files = files;
    this.texts = new CloudTexts(environment);
  }

  /** Names that can be asked for. */
  public SortedSet<String> names() {
    TreeSet<String> names = new TreeSet<>();
    files.all().fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * The regions that a cloud says it has; none where it says nothing, and every region may be.
   *
   * @param name a cloud
   */
  public List<String> regions(String name) {
    return entry(name).regions();
  }

  /**
   * The cloud of that name.
   *
   * @param name a cloud, or cloud/region
   */
  public Cloud require(String name) {
    String[] words = name.split("/", 2);
    ObjectNode settings = entry(words[0]).in(words.length > 1 ? words[1] : "");
    CloudSettings read = new CloudSettings(name, settings, texts);
    Cloud cloud = read.cloud();
    List<String> idle = read.withoutEffect();
    if (!idle.isEmpty() && told.add(name + idle)) {
      LOG.warn(
          "Cloud {}: of its entry in clouds.yaml this has no effect here: {}",
          name,
          String.join(", ", idle));
    }
    return cloud;
  }

  private CloudEntry entry(String name) {
    String file =
        files
            .name()
            .orElseThrow(
                () ->
                    PermanentFailure.configuration(
                        "No clouds are configured: set OS_CLIENT_CONFIG_FILE to a clouds.yaml."));
    JsonNode entry = files.all().path(name);
    if (entry instanceof ObjectNode settings) {
      return new CloudEntry(name, settings, files);
    }
    throw PermanentFailure.notFound(
        "There is no cloud %s in %s; it has %s".formatted(name, file, String.join(", ", names())));
  }
}
