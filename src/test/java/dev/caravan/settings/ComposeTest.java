package dev.caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What docker-compose.yml says fits the settings, as far as that shows without an engine. */
class ComposeTest {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");
  private static final List<String> NODES = List.of("caravan", "worker", "scheduler");

  private final JsonNode compose = compose();

  @Test
  void eachVariableOfANodeIsASetting() throws IOException {
    Set<String> known = variables(Files.readString(Path.of("config/application.yml")));

    for (String node : NODES) {
      Set<String> given = new TreeSet<>();
      service(node).path("environment").fieldNames().forEachRemaining(given::add);
      assertThat(known).as(node).containsAll(given);
      assertThat(given)
          .as(node)
          .contains(
              "ADMIN_PASSWORD",
              "CARAVAN_BOOTSTRAP_API_KEY",
              "CARAVAN_ENCRYPTION_KEY",
              "JWT_SECRET_KEY",
              "KUBECONFIG",
              "NETBOX_CA_FILE",
              "NETBOX_VERIFY_SSL",
              "OS_CLIENT_CONFIG_FILE");
    }
  }

  /** A shell that has them for docker compose starts Caravan by itself, too. */
  @Test
  void noVariableOfTheFileIsTakenForAMisspeltOne() throws IOException {
    assertThat(variables(Files.readString(Path.of("docker-compose.yml"))))
        .filteredOn(name -> name.startsWith("CARAVAN_"))
        .isNotEmpty()
        .isSubsetOf(KnownSettings.NAMES);
  }

  @Test
  void theReadmeNamesAllThatMustBeGiven() throws IOException {
    String command = found(Files.readString(Path.of("README.md")), "(.*docker compose up.*)");
    String text = Files.readString(Path.of("docker-compose.yml"));

    assertThat(Pattern.compile("\\$\\{([A-Z_]+):\\?").matcher(text).results())
        .isNotEmpty()
        .allSatisfy(needed -> assertThat(command).contains(" " + needed.group(1) + "="));
  }

  @Test
  void theRolesAreSharedOut() {
    assertThat(NODES.stream().map(node -> environment(node, "CARAVAN_ROLES")))
        .containsExactly("api", "worker", "scheduler");
  }

  @Test
  void theUserOfTheImageOwnsTheFolderOfTheData() {
    String data = environment("caravan", "CARAVAN_DATA_DIR");
    String image = service("caravan").at("/build/dockerfile_inline").asText();

    assertThat(texts(service("caravan").path("volumes"))).contains(data);
    assertThat(image).contains("WORKDIR " + Path.of(data).getParent());
    int made = image.indexOf("mkdir " + Path.of(data).getFileName() + " && chown caravan:caravan");
    assertThat(made).as(image).isPositive();
    assertThat(image.indexOf("USER caravan")).isGreaterThan(made);
  }

  @Test
  void aStopHasTheTimeThatCaravanTakes() throws IOException {
    String application = Files.readString(Path.of("config/application.yml"));
    Duration phase =
        Duration.parse("PT" + found(application, "timeout-per-shutdown-phase: (\\d+)s") + "S");
    Duration routes = Duration.parse("PT" + found(application, "shutdown-timeout: (\\d+)") + "S");
    Duration given =
        Duration.parse(
            "PT" + found(service("worker").path("stop_grace_period").asText(), "(\\d+)s") + "S");

    assertThat(given).isGreaterThan(phase.multipliedBy(3).plus(routes));
  }

  @Test
  void anEmptyChoiceOfTlsMeansAPublicCertificate() {
    assertThat(service("proxy").path("command").asText())
        .contains("${CARAVAN_TLS---internal-certs}");
  }

  private JsonNode service(String name) {
    JsonNode service = compose.path("services").path(name);
    assertThat(service.isObject()).as(name).isTrue();
    return service;
  }

  private String environment(String service, String name) {
    return service(service).path("environment").path(name).asText();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static Set<String> variables(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String found(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode compose() {
    try {
      return new ObjectMapper()
          .valueToTree(
              new Yaml(new SafeConstructor(new LoaderOptions()))
                  .load(Files.readString(Path.of("docker-compose.yml"))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
