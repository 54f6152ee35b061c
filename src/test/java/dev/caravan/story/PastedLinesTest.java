package dev.caravan.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * What a newcomer pastes works as it stands: the lines of README.md, then those of CONTRIBUTING.md
 * with the files that it shows, then those of the guides, in one sandbox that has just started.
 */
@ActiveProfiles("sandbox")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PastedLinesTest extends RunningCaravan {

  private static final Pattern FILE =
      Pattern.compile("\\*\\*`([^`]+)`\\*\\*\\n```\\w+\\n(.*?\\n)```\\n", Pattern.DOTALL);
  private static final String KEY = "sandbox-key-for-trying-caravan-out";
  private static final List<String> SIMULATORS = List.of("NETBOX", "OPENSTACK", "KUBERNETES");
  private static final String NO_ANSIBLE = "ansible-playbook is not installed here";

  @Autowired private Environment environment;

  @DynamicPropertySource
  static void aSandboxWithTheFilesOfContributing(DynamicPropertyRegistry properties)
      throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "contributed");
    Matcher file = FILE.matcher(Files.readString(Path.of("CONTRIBUTING.md")));
    while (file.find()) {
      Path target = folder.resolve(file.group(1));
      Files.createDirectories(target.getParent());
      Files.writeString(target, file.group(2));
    }
    properties.add("caravan.content.locations", () -> "classpath:/,file:" + folder + "/");
    properties.add("SANDBOX_OPENSTACK_BUILD_TIME", () -> "300ms");
    for (String simulator : SIMULATORS) {
      int port = freePort();
      properties.add("SANDBOX_%s_PORT".formatted(simulator), () -> port);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @BeforeAll
  static void aShellIsThere() {
    assumeTrue(
        Pasted.isInstalled("bash") && Pasted.isInstalled("curl"),
        "bash or curl is not installed here");
  }

  @Test
  @Order(1)
  void theReadme() throws IOException, InterruptedException {
    // Whoever reads has seen the import of the start end; before that, its types may be missing.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> admin().get("/api/v1/processes").text().contains("\"status\":\"completed\""));
    Pasted pasted = paste("README.md");

    if (pasted.shown().contains(NO_ANSIBLE)) {
      assertThat(Pasted.isInstalled("ansible-playbook")).isFalse();
      assertThat(pasted.calls()).filteredOn(call -> call.url().endsWith("/output")).hasSize(1);
    } else {
      assertThat(pasted.shown()).contains("PLAY [Show servers]").contains("\"configured\":true");
    }
    assertThat(pasted.calls())
        .filteredOn(call -> !pasted.shown().contains(NO_ANSIBLE) || !isAnsible(call))
        .allMatch(call -> call.status() < 300);
    assertThat(pasted.calls())
        .filteredOn(call -> pasted.shown().contains(NO_ANSIBLE) && isConfigure(call))
        .allMatch(call -> call.status() == 503);
    assertThat(pasted.shown())
        .contains("\"workflow\":\"import-vendors\"")
        .contains("\"model\":\"BB-1\"")
        .contains("\"outcome\":\"skipped\"")
        .contains("\"status\":\"COMPLETED\"")
        .contains("\"in_sync\":true")
        .contains("\"type\":\"completed\"")
        .contains("\"status\":\"DELETED\"")
        .contains("\"sync_status\":\"in_sync\"")
        .contains("\"outcome\":\"planned\"")
        .contains("\"drift\":\"spec_drift\"")
        .contains("moved by hand")
        .contains("ok: fabrics are kept in sync");
    assertThat(pasted.exitCode()).as(pasted.shown()).isZero();
  }

  private static boolean isConfigure(Pasted.Call call) {
    return call.url().endsWith("/configure");
  }

  private static boolean isAnsible(Pasted.Call call) {
    return isConfigure(call) || call.url().endsWith("/output");
  }

  @Test
  @Order(2)
  void theGuideForContributors() throws IOException, InterruptedException {
    Pasted pasted = paste("CONTRIBUTING.md");

    assertThat(pasted.calls()).hasSize(2).allMatch(call -> call.status() < 300);
    assertThat(pasted.shown()).contains("\"status\":\"completed\"").contains("\"greeted\":\"Ada\"");
    assertThat(pasted.exitCode()).as(pasted.shown()).isZero();
  }

  @Test
  @Order(3)
  void theFormOfTheGuideFillsInItsDefault() {
    Answer started = as("operator").post("/api/v1/workflows/greet-person", Map.of());

    assertThat(started.status()).as(started.toString()).isEqualTo(202);
    assertThat(started.json().at("/form_data/person").asText()).isEqualTo("world");
  }

  static List<String> guides() throws IOException {
    List<String> guides = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("docs/guides"))) {
      for (Path file : files.sorted().toList()) {
        if (!Pasted.blocks(file).isEmpty()) {
          guides.add(file.toString());
        }
      }
    }
    return guides;
  }

  @Order(4)
  @ParameterizedTest
  @MethodSource("guides")
  void theGuides(String document) throws IOException, InterruptedException {
    Pasted pasted = paste(document);

    assertThat(pasted.calls()).as(pasted.shown()).allMatch(call -> call.status() < 300);
    assertThat(pasted.exitCode()).as(pasted.shown()).isZero();
  }

  private Pasted paste(String document) throws IOException, InterruptedException {
    Map<String, String> places = new LinkedHashMap<>();
    int usual = 18081;
    for (String simulator : SIMULATORS) {
      String port = environment.getRequiredProperty("SANDBOX_%s_PORT".formatted(simulator));
      places.put(":" + usual, ":" + port);
      usual++;
    }
    String port = String.valueOf(address().getPort());
    places.put(KEY, BOOTSTRAP_KEY);
    places.put(":8080", ":" + port);
    places.put(".caravan/", environment.getRequiredProperty("caravan.data-dir") + "/");
    return Pasted.run(Pasted.blocks(Path.of(document)), places, Map.of("SERVER_PORT", port));
  }
}
