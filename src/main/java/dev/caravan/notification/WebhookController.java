package dev.caravan.notification;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.Versions;
import dev.caravan.secret.Confidential;
import dev.caravan.security.Caller;
import dev.caravan.security.ShownOnce;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Webhooks and their deliveries, for admins. */
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(name = "webhooks", description = "Addresses that are told of events, signed")
class WebhookController {

  /** A host, perhaps a port, and what follows; no credentials and no fragment. */
  static final String URL =
      "^https?://([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?"
          + "([/?]([A-Za-z0-9/?:@!$&'()*+,;=._~-]|%[0-9A-Fa-f]{2})*)?$";

  private final Webhooks webhooks;
  private final WebhookStore store;
  private final DeliveryStore deliveries;

  WebhookController(Webhooks webhooks, WebhookStore store, DeliveryStore deliveries) {
    this.webhooks = webhooks;
    this.store = store;
    this.deliveries = deliveries;
  }

  /** A webhook to be: active and told of everything unless said otherwise. */
  record NewWebhook(
      @Schema(example = "https://chat.example.com/hooks/caravan", pattern = WebhookController.URL)
          String url,
      @Schema(minLength = 16, maxLength = 200) @Nullable String secret,
      @ArraySchema(minItems = 1) @Nullable List<WebhookEvent> events,
      @ArraySchema(
              schema = @Schema(pattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$"),
              arraySchema = @Schema(description = "Told of these alone; empty for all"))
          @Nullable List<String> workflows,
      @Nullable Boolean active) {

    NewWebhook {
      if (url == null || url.isBlank()) {
        throw PermanentFailure.validation(
            "The webhook cannot be kept", List.of(new InputProblem("/url", "is missing")));
      }
    }

    /** Without secrets. */
    @Override
    public String toString() {
      return "NewWebhook";
    }
  }

  /** What is to change; what is left out stays. */
  record WebhookChange(
      @Schema(pattern = WebhookController.URL) @Nullable String url,
      @Schema(minLength = 16, maxLength = 200) @Nullable String secret,
      @ArraySchema(minItems = 1) @Nullable List<WebhookEvent> events,
      @ArraySchema(
              schema = @Schema(pattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$"),
              arraySchema = @Schema(description = "Told of these alone; empty for all"))
          @Nullable List<String> workflows,
      @Nullable Boolean active) {

    /** Without secrets. */
    @Override
    public String toString() {
      return "WebhookChange";
    }
  }

  /** A new webhook; the secret is shown this once where Caravan made it. */
  record ShownWebhook(
      @JsonUnwrapped Webhook details,
      @Schema(example = "whsec_5f2c…") @Nullable ShownOnce secret) {}

  @GetMapping
  @Operation(summary = "List webhooks, oldest first")
  Page<Webhook> list(PageRequest page) {
    return store.list(page);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Show a webhook, without its secret")
  ResponseEntity<Webhook> get(@PathVariable UUID id) {
    return answer(webhooks.get(id));
  }

  @PostMapping
  @Operation(summary = "Add a webhook; a secret that Caravan makes is shown once")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<ShownWebhook> add(
      @RequestBody NewWebhook wanted, @AuthenticationPrincipal Caller caller) {
    String given = wanted.secret();
    String secret = given == null ? Webhooks.newSecret() : given;
    Webhooks.Wish wish =
        new Webhooks.Wish(
            wanted.url(),
            Confidential.of(secret),
            wanted.events(),
            wanted.workflows(),
            wanted.active());
    Webhook added = webhooks.add(wanted.url(), Confidential.of(secret), wish, caller.name());
    return ResponseEntity.created(URI.create("/api/v1/webhooks/" + added.id()))
        .eTag(Versions.tag(added.version()))
        .cacheControl(CacheControl.noStore())
        .body(new ShownWebhook(added, given == null ? new ShownOnce(secret) : null));
  }

  @PatchMapping("/{id}")
  @Operation(summary = "Change a webhook: in force for what is sent from now on")
  ResponseEntity<Webhook> change(
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody WebhookChange change) {
    Webhooks.Wish wish =
        new Webhooks.Wish(
            change.url(),
            given(change.secret()),
            change.events(),
            change.workflows(),
            change.active());
    return answer(webhooks.change(id, Versions.expected(ifMatch), wish));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a webhook and its deliveries")
  void delete(
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    webhooks.delete(id, Versions.expected(ifMatch));
  }

  @GetMapping("/{id}/deliveries")
  @Operation(summary = "List what a webhook was told or will be, newest first")
  Page<Delivery> deliveries(@PathVariable UUID id, PageRequest page) {
    return deliveries.list(webhooks.get(id).id(), page);
  }

  @PostMapping("/{id}/deliveries/{delivery}/redeliver")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Send a delivery again, with the same id and body")
  Delivery redeliver(@PathVariable UUID id, @PathVariable UUID delivery) {
    return deliveries
        .renew(webhooks.get(id).id(), delivery)
        .orElseThrow(
            () ->
                PermanentFailure.notFound(
                    "There is no delivery " + delivery + " of webhook " + id));
  }

  private static @Nullable Confidential given(@Nullable String secret) {
    return secret == null ? null : Confidential.of(secret);
  }

  private static ResponseEntity<Webhook> answer(Webhook webhook) {
    return ResponseEntity.ok().eTag(Versions.tag(webhook.version())).body(webhook);
  }
}
