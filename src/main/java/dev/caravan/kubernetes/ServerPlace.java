package dev.caravan.kubernetes;

import dev.caravan.failure.RetryableFailure;
import dev.caravan.kubernetes.Turn.Refused;
import dev.caravan.kubernetes.Turn.Sent;
import dev.caravan.kubernetes.Turn.Unknown;
import dev.caravan.worker.Place;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place of a conversation at a server, taken when it first asks. Used by one at a time. */
final class ServerPlace implements Place {

  private static final Logger log = LoggerFactory.getLogger(ServerPlace.class);

  /** After so long without any answer of a server, others do not wait for it. */
  private static final Duration READING = Duration.ofSeconds(3);

  /** Changes are judged by programs of the cluster, which may take ten seconds each. */
  private static final Duration CHANGING = Duration.ofSeconds(15);

  private static final int TOO_MANY = 429;

  private final Server server;
  private boolean held;
  private boolean begun;
  private @Nullable Sent sent;

  ServerPlace(Server server) {
    this.server = server;
  }

  /**
   * Waits until the request may be sent; gives why it may not, where that is so.
   *
   * @param later whether it may be told to come later, by a failure that is tried again
   */
  Optional<String> turn(KubernetesRequest request, boolean later) {
    Turn turn = await(request);
    if (turn == Unknown.LATER && !later) {
      return Optional.of(
          "SocketTimeoutException: what others ask is not answered (this request was not sent)");
    }
    if (turn == Unknown.LATER) {
      throw RetryableFailure.integration(
          "%s has not answered yet what others ask, so that %s was not sent and comes later"
              .formatted(server, request.line()));
    }
    if (turn instanceof Sent now) {
      sent = now;
      begun = true;
    }
    return turn instanceof Refused refused ? Optional.of(refused.words()) : Optional.empty();
  }

  private Turn await(KubernetesRequest request) {
    try {
      if (!held) {
        Optional<Turn> obstacle = server.enter();
        if (obstacle.isPresent()) {
          return obstacle.get();
        }
        held = true;
      }
      return server.silence().await(request.reads() ? READING : CHANGING, begun);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Refused("InterruptedException: this node is stopping");
    }
  }

  /** What became of the request. */
  void answered(KubernetesAnswer answer) {
    Sent request = sent;
    if (request == null) {
      return;
    }
    if (answer.trouble().filter(Trouble::silent).isEmpty()) {
      heard(answer.status());
      server.silence().over(request);
    } else if (server.silence().unheard(request, answer.words())) {
      log.warn("{} gives no answer, and nobody waits for it: {}", server, answer.words());
    }
    sent = null;
  }

  @Override
  public void heard(int status) {
    if (server.silence().heard(status == TOO_MANY)) {
      log.info("{} answers again", server);
    }
  }

  @Override
  public void giveBack() {
    if (sent != null) {
      server.silence().over(sent);
      sent = null;
    }
    if (held) {
      held = false;
      server.leave();
    }
  }
}
