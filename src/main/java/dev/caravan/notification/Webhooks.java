package dev.caravan.notification;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.secret.Confidential;
import dev.caravan.security.Vault;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Registers webhooks: checks their addresses, makes and seals their secrets. */
@Component
class Webhooks {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final int SHORTEST_SECRET = 16;
  private static final int LONGEST_SECRET = 200;

  private final WebhookStore store;
  private final PublicAddresses addresses;
  private final Vault vault;

  Webhooks(WebhookStore store, PublicAddresses addresses, Vault vault) {
    this.store = store;
    this.addresses = addresses;
    this.vault = vault;
  }

  /** What a caller wants of a webhook; null where the caller says nothing of it. */
  record Wish(
      @Nullable String url,
      @Nullable Confidential secret,
      @Nullable List<WebhookEvent> events,
      @Nullable List<String> workflows,
      @Nullable Boolean active) {}

  /** The purpose that a secret is sealed for. */
  static String purpose(UUID id) {
    return "webhooks/" + id;
  }

  static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return "whsec_" + HexFormat.of().formatHex(bytes);
  }

  Webhook get(UUID id) {
    return store.find(id).orElseThrow(() -> PermanentFailure.notFound("There is no webhook " + id));
  }

  /** Adds a webhook, told of everything unless said otherwise. */
  Webhook add(String url, Confidential secret, Wish wish, String by) {
    check(new Wish(url, secret, wish.events(), wish.workflows(), wish.active()));
    UUID id = UUID.randomUUID();
    List<WebhookEvent> events =
        Objects.requireNonNullElse(wish.events(), Arrays.asList(WebhookEvent.values()));
    boolean active = Objects.requireNonNullElse(wish.active(), true);
    byte[] sealed = vault.seal(secret.reveal(), purpose(id));
    return store.insert(id, url, sealed, events, orAll(wish.workflows()), active, by);
  }

  /** Changes what is given and leaves the rest. */
  Webhook change(UUID id, @Nullable Integer version, Wish wish) {
    check(wish);
    Webhook webhook = expect(get(id), version);
    Confidential secret = wish.secret();
    return store
        .update(
            webhook,
            Objects.requireNonNullElse(wish.url(), webhook.url()),
            secret == null ? null : vault.seal(secret.reveal(), purpose(id)),
            Objects.requireNonNullElse(wish.events(), webhook.events()),
            wish.workflows() == null ? webhook.workflows() : orAll(wish.workflows()),
            Objects.requireNonNullElse(wish.active(), webhook.active()))
        .orElseThrow(() -> changed(id));
  }

  private static @Nullable List<String> orAll(@Nullable List<String> workflows) {
    return workflows == null || workflows.isEmpty() ? null : workflows;
  }

  void delete(UUID id, @Nullable Integer version) {
    if (!store.delete(expect(get(id), version))) {
      throw changed(id);
    }
  }

  private void check(Wish wish) {
    List<InputProblem> problems = new ArrayList<>();
    if (wish.url() != null) {
      addresses
          .objectionTo(wish.url())
          .ifPresent(why -> problems.add(new InputProblem("/url", why)));
    }
    int length =
        wish.secret() == null ? SHORTEST_SECRET : (int) wish.secret().reveal().codePoints().count();
    if (length < SHORTEST_SECRET || length > LONGEST_SECRET) {
      problems.add(
          new InputProblem(
              "/secret",
              "must have %d to %d characters".formatted(SHORTEST_SECRET, LONGEST_SECRET)));
    }
    if (wish.events() != null && wish.events().isEmpty()) {
      problems.add(new InputProblem("/events", "must name at least one event"));
    }
    if (wish.workflows() != null) {
      store
          .unknownAmong(wish.workflows())
          .forEach(
              name ->
                  problems.add(
                      new InputProblem("/workflows", "has '%s', no workflow".formatted(name))));
    }
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The webhook cannot be kept", problems);
    }
  }

  private static Webhook expect(Webhook webhook, @Nullable Integer version) {
    if (version != null && version != webhook.version()) {
      throw changed(webhook.id());
    }
    return webhook;
  }

  private static PermanentFailure changed(UUID id) {
    return new PermanentFailure(
        FailureKind.PRECONDITION,
        "Webhook " + id + " has been changed meanwhile: read it again",
        Map.of());
  }
}
