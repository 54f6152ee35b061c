package dev.caravan.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.failure.OutsideJson;
import dev.caravan.failure.Texts;
import dev.caravan.worker.OutsideTls;
import dev.caravan.worker.Routes;
import dev.caravan.worker.Step;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/** What the routes to Kubernetes ask of Java: what to send, where and as whom, what came back. */
@Component
public class KubernetesSteps {

  /** Whoever keeps things in sync begins anew soon: rather a clear error than a long wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int LONGEST_TEXT = 500;
  private static final int LAST_LATER = 5;

  private final KubernetesProperties properties;
  private final Servers servers;
  private final Routes routes;
  private final ObjectMapper json;
  private final MeterRegistry meters;
  private final Clock clock;

  KubernetesSteps(
      KubernetesProperties properties,
      Servers servers,
      Routes routes,
      ObjectMapper json,
      MeterRegistry meters,
      Clock clock) {
    this.properties = properties;
    this.servers = servers;
    this.routes = routes;
    this.json = json;
    this.meters = meters;
    this.clock = clock;
  }

  /** What a conversation holds until its end, so that no server takes the others' turn. */
  public ServerPlace place(Conversation conversation) {
    return new ServerPlace(servers.of(conversation.cluster()));
  }

  /** The next request of a conversation; null when all is said. */
  public @Nullable KubernetesRequest next(Conversation conversation) {
    return conversation.next().orElse(null);
  }

  /** Hands an answer back and gives the next request. */
  public @Nullable KubernetesRequest answered(Conversation conversation, KubernetesAnswer answer) {
    conversation.answered(answer);
    return next(conversation);
  }

  /**
   * Waits for a request's turn; the answer that is given instead of sending it, null for none.
   *
   * @param step that it is part of: one that came later often enough gets an answer at last
   */
  public @Nullable KubernetesAnswer refusal(
      ServerPlace place, KubernetesRequest request, @Nullable Step step) {
    return place
        .turn(request, step != null && step.attempt() < LAST_LATER)
        .map(words -> new KubernetesAnswer(0, MissingNode.getInstance(), words))
        .orElse(null);
  }

  /** When a request is sent no more. */
  public Instant giveUpAt() {
    return clock.instant().plus(PATIENCE);
  }

  /** The value of the header {@code Authorization}; null without a token. */
  public @Nullable String authorization(Cluster cluster) {
    return cluster.token().isBlank() ? null : "Bearer " + cluster.token().reveal();
  }

  /** What joins a request to our own log: the process or the call that it is part of. */
  public String requestId() {
    String process = MDC.get("process_id");
    String request = process == null ? MDC.get("request_id") : process;
    return request == null ? UUID.randomUUID().toString() : request;
  }

  /**
   * Where the cluster is, with how long an answer may take and how the certificate is judged. The
   * path is a header: what stands here is an endpoint with connections of its own.
   */
  public String address(Cluster cluster, KubernetesRequest request) {
    Duration patience = request.reads() ? properties.readTimeout() : properties.timeout();
    return endpoint(
        cluster,
        "deleteWithBody=true&okStatusCodeRange=200-428,430-499&connectTimeout=5000&responseTimeout="
            + patience.toMillis());
  }

  /**
   * An endpoint of the routes.
   *
   * @param options of the HTTP component, as they stand in its address
   */
  String endpoint(Cluster cluster, String options) {
    return cluster.server() + "?" + options + tls(cluster);
  }

  /** TLS of a cluster of its own is a bean of the routes, made when it is first needed. */
  private String tls(Cluster cluster) {
    boolean usual = cluster.ca().isBlank() && cluster.clientCertificate() == null;
    if (usual || !cluster.encrypted()) {
      return "";
    }
    String bean =
        routes.offer(
            OutsideTls.ofPem(
                "Cluster " + cluster.name(),
                cluster.ca(),
                cluster.clientCertificate(),
                cluster.clientKey().reveal()));
    return "&sslContextParameters=#%s&x509HostnameVerifier=#%s-hosts".formatted(bean, bean);
  }

  /** The request is about to be sent: the body to send, null for none. */
  public byte @Nullable [] leaving(KubernetesRequest request) throws JsonProcessingException {
    JsonNode body = request.body();
    return body == null ? null : json.writeValueAsBytes(body);
  }

  /** What came back, whatever its status. */
  public KubernetesAnswer answer(
      ServerPlace place, KubernetesRequest request, int status, byte @Nullable [] body) {
    meters
        .counter(
            "caravan.kubernetes.requests",
            "method",
            request.method(),
            "status",
            status == 0 ? "none" : String.valueOf(status))
        .increment();
    KubernetesAnswer answer = read(status, body == null ? new byte[0] : body);
    place.answered(answer);
    return answer;
  }

  private KubernetesAnswer read(int status, byte[] content) {
    if (status == 0) {
      return new KubernetesAnswer(status, MissingNode.getInstance(), beginning(content));
    }
    try {
      return new KubernetesAnswer(status, OutsideJson.read(json, content), "");
    } catch (IOException noJson) {
      return new KubernetesAnswer(status, MissingNode.getInstance(), beginning(content));
    }
  }

  private static String beginning(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
    return Texts.beginning(text, LONGEST_TEXT);
  }
}
