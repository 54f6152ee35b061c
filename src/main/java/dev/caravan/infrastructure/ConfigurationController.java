package dev.caravan.infrastructure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.ansible.OutputStreams;
import dev.caravan.ansible.PlaybookOutput;
import dev.caravan.ansible.PlaybookRun;
import dev.caravan.ansible.PlaybookRuns;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.secret.NeverShown;
import dev.caravan.workflow.Asked;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Configures the servers of a deployment, and shows what that printed. */
@RestController
@RequestMapping("/api/v1/deployments/{id}")
@Tag(name = "Deployments")
class ConfigurationController {

  private static final int PAGE = 1_000;

  private final Configuring configuring;
  private final DeploymentStore store;
  private final ResourceStore resources;
  private final DeploymentViews views;
  private final PlaybookRuns runs;
  private final PlaybookOutput output;
  private final OutputStreams streams;

  ConfigurationController(
      Configuring configuring,
      DeploymentStore store,
      ResourceStore resources,
      DeploymentViews views,
      PlaybookRuns runs,
      PlaybookOutput output,
      OutputStreams streams) {
    this.configuring = configuring;
    this.store = store;
    this.resources = resources;
    this.views = views;
    this.runs = runs;
    this.output = output;
    this.streams = streams;
  }

  /** Which playbook is to be run on which servers, and with what. */
  record NewConfiguration(
      @Schema(
              example = "check-servers.yml",
              pattern = "\\S",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String playbook,
      @Schema(
              type = "object",
              description = "Group to servers of the deployment; left out: all, by their types",
              example = "{\"web_servers\": [\"web-1\"]}")
          @Nullable JsonNode inventory,
      @NeverShown
          @Schema(type = "object", description = "Kept sealed until the run has ended; never shown")
          @Nullable JsonNode extraVars) {

    NewConfiguration {
      if (playbook == null || playbook.isBlank()) {
        throw PermanentFailure.validation(
            "The configuring has problems", List.of(new InputProblem("/playbook", "is missing")));
      }
    }

    /** Without the variables, which may be secret. */
    @Override
    public String toString() {
      return "NewConfiguration[playbook=%s]".formatted(playbook);
    }
  }

  @PostMapping("/configure")
  @Operation(summary = "Run a playbook on the servers; answered once that is committed")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<DeploymentView> configure(
      @PathVariable("id") UUID id, @RequestBody NewConfiguration wanted, Principal user) {
    JsonNode inventory = given(wanted.inventory()).orElseGet(MissingNode::getInstance);
    JsonNode vars = given(wanted.extraVars()).orElseGet(JsonNodeFactory.instance::objectNode);
    Deployment deployment =
        configuring.configure(
            id, String.valueOf(wanted.playbook()), inventory, vars, Asked.by(user));
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/deployments/" + id))
        .body(views.of(deployment, resources.shown(id)));
  }

  private static Optional<JsonNode> given(@Nullable JsonNode node) {
    return Optional.ofNullable(node).filter(each -> !each.isNull());
  }

  @GetMapping("/output")
  @Operation(
      summary = "What Ansible printed: as text, or as a stream where text/event-stream is accepted",
      description =
          "A stream sends each line with its id, begins after Last-Event-ID, and ends with event"
              + " `end`, which says the state, the exit code and the recap.")
  @ApiResponse(
      responseCode = "200",
      content = {@Content(mediaType = "text/plain"), @Content(mediaType = "text/event-stream")})
  @Nullable SseEmitter output(
      @PathVariable("id") UUID id,
      @RequestParam(name = "run_id", required = false) @Nullable UUID runId,
      @RequestHeader(name = "Accept", required = false, defaultValue = "*/*") String accept,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEvent,
      HttpServletResponse response)
      throws IOException {
    PlaybookRun run = run(store.require(id), runId);
    if (accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE)) {
      // No proxy shall keep lines back.
      response.setHeader("X-Accel-Buffering", "no");
      return streams.open(run.id(), numberOf(lastEvent));
    }
    print(run, response);
    return null;
  }

  private PlaybookRun run(Deployment deployment, @Nullable UUID asked) {
    Optional<PlaybookRun> run = asked == null ? runs.latest(deployment.id()) : runs.find(asked);
    return run.filter(each -> each.subject().equals(deployment.id()))
        .orElseThrow(
            () ->
                PermanentFailure.notFound(
                    asked == null
                        ? "Deployment %s was never configured".formatted(deployment.name())
                        : "Deployment %s has no run %s".formatted(deployment.name(), asked)));
  }

  private static long numberOf(@Nullable String lastEvent) {
    return lastEvent != null && lastEvent.matches("[0-9]{1,18}") ? Long.parseLong(lastEvent) : 0;
  }

  private void print(PlaybookRun run, HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.TEXT_PLAIN_VALUE);
    response.setCharacterEncoding(UTF_8.name());
    PrintWriter writer = response.getWriter();
    long last = 0;
    List<PlaybookOutput.Line> lines = output.after(run.id(), last, PAGE);
    while (!lines.isEmpty()) {
      for (PlaybookOutput.Line line : lines) {
        writer.append(line.text()).append('\n');
        last = line.id();
      }
      lines = output.after(run.id(), last, PAGE);
    }
    writer.flush();
  }
}
