package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.library.GitLibrary;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A library with images, good and bad ones, as its importer sees it. */
class ImageStoryTest extends RunningCaravan {

  private static final SandboxNetBox NETBOX = SandboxNetBox.start("4.7.3", 0);
  private static final byte[] FRONT = Pictures.png("front");
  private static final byte[] REAR = Pictures.png("rear");
  private static final byte[] MODULE = Pictures.png("module");

  private final SandboxControl sandbox = new SandboxControl(NETBOX.url());

  @DynamicPropertySource
  static void libraryWithImages(DynamicPropertyRegistry properties) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "images");
    try (GitLibrary library = new GitLibrary(folder)) {
      type(library, "good", "front_image: true\nrear_image: true\n");
      library.with("elevation-images/Acme/acme-good.front.png", FRONT);
      library.with("elevation-images/acme/ACME-GOOD.rear.PNG", REAR);
      type(library, "bad", "front_image: true\nrear_image: true\n");
      library.with("elevation-images/Acme/acme-bad.front.png", Arrays.copyOf(FRONT, 40));
      library.with("elevation-images/Acme/acme-bad.rear.png", "no image");
      type(library, "large", "front_image: true\nrear_image: true\n");
      library.with("elevation-images/Acme/acme-large.front.png", Arrays.copyOf(FRONT, 3000));
      library.with(
          "module-types/Acme/M-1.yaml", "manufacturer: Acme\nmodel: M 1\npart_number: M-1\n");
      library.with("module-images/Acme/m-1.front.png", MODULE);
      library.commit("images");
      properties.add("caravan.library.url", library::url);
    }
    properties.add("caravan.library.most-image-bytes", () -> "2KB");
    properties.add("caravan.netbox.url", NETBOX::url);
    properties.add("caravan.netbox.token", () -> SandboxNetBox.TOKEN);
  }

  private static void type(GitLibrary library, String name, String flags) throws Exception {
    library.with(
        "device-types/Acme/%s.yaml".formatted(name),
        "manufacturer: Acme\nmodel: %s\nslug: acme-%s\nu_height: 1\n%s"
            .formatted(name, name, flags));
  }

  @AfterAll
  static void stop() {
    NETBOX.close();
  }

  @BeforeEach
  void anEmptyNetBox() {
    sandbox.reset();
  }

  @Test
  void goodOnesCameByteForByteAndBadOnesAreWarnings() throws Exception {
    JsonNode ended = imported(Map.of());

    JsonNode type = sandbox.objects("dcim/device-types", "slug=acme-good").get(0);
    assertThat(download(type.path("front_image"))).isEqualTo(FRONT);
    assertThat(download(type.path("rear_image"))).isEqualTo(REAR);
    JsonNode attachment = sandbox.objects("extras/image-attachments", "").get(0);
    assertThat(download(attachment.path("image"))).isEqualTo(MODULE);
    assertThat(attachment.path("name").asText()).isEqualTo("M-1.front");
    JsonNode summary = ended.at("/state/summary");
    assertThat(summary.at("/definitions/created").asInt()).isEqualTo(4);
    assertThat(summary.path("images")).hasToString("{\"refused\":1,\"sent\":3}");
    assertThat(summary.path("warnings"))
        .hasToString(
            "{\"image-broken\":1,\"image-missing\":1,\"image-refused\":1,\"image-too-large\":1}");
    assertThat(ended.at("/state/images_sent").asInt()).isEqualTo(3);
    assertThat(ended.at("/state/verified").asBoolean()).isTrue();
  }

  @Test
  void aDryRunSaysHowManyItWouldSend() {
    JsonNode ended = imported(Map.of("dry_run", true));

    assertThat(ended.at("/state/images_to_send").asInt()).isEqualTo(4);
    assertThat(ended.at("/state/summary/images")).hasToString("{\"planned\":4}");
    assertThat(sandbox.requests("PATCH")).isZero();
  }

  @Test
  void noneIsLookedForWhereNoneIsWanted() {
    JsonNode ended = imported(Map.of("images", false));

    assertThat(ended.at("/state/summary").has("images")).isFalse();
    assertThat(ended.at("/state/summary/warnings")).isEmpty();
    assertThat(sandbox.requests("PATCH")).isZero();
  }

  @Test
  void theNextImportSendsNone() {
    imported(Map.of());
    long patches = sandbox.requests("PATCH");
    long posts = sandbox.requests("POST");

    imported(Map.of());

    assertThat(sandbox.requests("PATCH")).isEqualTo(patches);
    assertThat(sandbox.requests("POST")).isEqualTo(posts);
  }

  private static byte[] download(JsonNode address) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address.asText()))
            .header("Authorization", "Token " + SandboxNetBox.TOKEN)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body();
  }

  private JsonNode imported(Map<String, Object> more) {
    Map<String, Object> form = new HashMap<>(more);
    form.put("selected_vendors", List.of("all"));
    Answer started = as("operator").post("/api/v1/workflows/import-vendors", form);
    assertThat(started.status()).as(started.toString()).isEqualTo(202);
    String process = started.header("Location");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                !Set.of("created", "running")
                    .contains(as("viewer").get(process).json().path("status").asText()));
    JsonNode ended = as("viewer").get(process).json();
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
    return ended;
  }
}
