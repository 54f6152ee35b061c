package dev.caravan.security;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API keys, for admins. */
@RestController
@RequestMapping("/api/v1/api-keys")
@Tag(name = "api-keys", description = "Keys by which programs call")
class ApiKeyController {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,99}");

  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
  private static final int MOST_TOPICS = 50;

  private final ApiKeyStore keys;
  private final Clock clock;

  ApiKeyController(ApiKeyStore keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** A key to be; without an end it is good until it is deleted. */
  record NewKey(
      @Schema(example = "ci", pattern = "^[A-Za-z0-9][A-Za-z0-9._ -]{0,99}$") String name,
      @Schema(example = "operator") Role role,
      @ArraySchema(
              maxItems = 50,
              arraySchema =
                  @Schema(
                      description =
                          "Topics of steps that an external worker takes and finishes by this key;"
                              + " none where absent"),
              schema =
                  @Schema(example = "labels.print", pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$"))
          @Nullable List<String> topics,
      @Schema(example = "2030-01-01T00:00:00Z") @Nullable Instant expiresAt) {

    List<InputProblem> problems(Instant now) {
      List<InputProblem> problems = new ArrayList<>();
      if (name == null || !NAME.matcher(name).matches()) {
        problems.add(new InputProblem("/name", "must be 1 to 100 of A-Z a-z 0-9 . _ - and space"));
      }
      if (role == null) {
        problems.add(new InputProblem("/role", "is missing"));
      }
      for (int at = 0; at < topicsOrNone().size(); at++) {
        String topic = topicsOrNone().get(at);
        if (topic == null || !TOPIC.matcher(topic).matches()) {
          problems.add(new InputProblem("/topics/" + at, "must be 1 to 200 of A-Z a-z 0-9 . _ -"));
        }
      }
      if (topicsOrNone().size() > MOST_TOPICS) {
        problems.add(new InputProblem("/topics", "must be at most " + MOST_TOPICS));
      }
      if (expiresAt != null && !expiresAt.isAfter(now)) {
        problems.add(new InputProblem("/expires_at", "must lie in the future"));
      }
      return problems;
    }

    List<String> topicsOrNone() {
      return topics == null ? List.of() : topics;
    }
  }

  /** A new key with its text, which is shown this once. */
  record ShownKey(
      @JsonUnwrapped ApiKey details, @Schema(example = "crv_1f3a9c_Zm9vYmFy…") ShownOnce key) {}

  @GetMapping
  @Operation(summary = "List API keys, oldest first; the keys themselves are never shown again")
  Page<ApiKey> list(PageRequest page) {
    return keys.list(page);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Show an API key, without the key itself")
  ApiKey get(@PathVariable UUID id) {
    return keys.find(id).orElseThrow(() -> unknown(id));
  }

  @PostMapping
  @Operation(
      summary =
          "Make an API key; the answer shows it once. It may never do more than its user, and is"
              + " removed with the user")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<ShownKey> add(@RequestBody NewKey wanted, @AuthenticationPrincipal Caller caller) {
    List<InputProblem> problems = wanted.problems(clock.instant());
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The key cannot be made", problems);
    }
    KeyMaterial key = KeyMaterial.random();
    ApiKey made =
        keys.insert(
                wanted.name(),
                key,
                wanted.role(),
                Set.copyOf(wanted.topicsOrNone()),
                wanted.expiresAt(),
                caller)
            .orElseThrow(() -> PermanentFailure.conflict("There is a key named " + wanted.name()));
    return ResponseEntity.created(URI.create("/api/v1/api-keys/" + made.id()))
        .cacheControl(CacheControl.noStore())
        .body(new ShownKey(made, new ShownOnce(key.text())));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete an API key: it is refused at once")
  void delete(@PathVariable UUID id) {
    if (!keys.delete(id)) {
      throw unknown(id);
    }
  }

  private static PermanentFailure unknown(UUID id) {
    return PermanentFailure.notFound("There is no API key " + id);
  }
}
