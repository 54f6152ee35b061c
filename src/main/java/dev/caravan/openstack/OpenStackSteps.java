package dev.caravan.openstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.failure.OutsideJson;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.worker.OutsideTls;
import dev.caravan.worker.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the routes to OpenStack ask of Java: what to send, with which token, and what came back. */
@Component
public class OpenStackSteps {

  /** Server tags in POST need 2.52, the policy of server groups 2.64. */
  private static final String MICROVERSION = "compute 2.64";

  private final Clouds clouds;
  private final CloudTokens tokens;
  private final OpenStackProperties properties;
  private final Routes routes;
  private final ObjectMapper json;
  private final MeterRegistry meters;

  OpenStackSteps(
      Clouds clouds,
      CloudTokens tokens,
      OpenStackProperties properties,
      Routes routes,
      ObjectMapper json,
      MeterRegistry meters) {
    this.clouds = clouds;
    this.tokens = tokens;
    this.properties = properties;
    this.routes = routes;
    this.json = json;
    this.meters = meters;
  }

  /** The next request of a conversation; null when all is said. */
  public @Nullable OpenStackRequest next(Conversation conversation) {
    return conversation.next().orElse(null);
  }

  /** Hands an answer back and gives the next request. */
  public @Nullable OpenStackRequest answered(Conversation conversation, OpenStackAnswer answer) {
    conversation.answered(answer);
    return next(conversation);
  }

  /** A token that is good; null when the caller is to log in, while all others wait for it. */
  public @Nullable Token token(Conversation conversation) throws InterruptedException {
    return tokens.of(conversation.cloud()).orElse(null);
  }

  /** Where to log in. */
  public String loginAddress(Conversation conversation) {
    return loggingIn(
        conversation,
        () -> {
          Cloud cloud = clouds.require(conversation.cloud());
          String address = cloud.authUrl() + "/auth/tokens";
          return address + "?" + options(cloud, address);
        });
  }

  public byte[] loginBody(Conversation conversation) {
    return loggingIn(
        conversation,
        () -> {
          try {
            return json.writeValueAsBytes(clouds.require(conversation.cloud()).login());
          } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** What Keystone answered to the log-in. */
  public Token loggedIn(
      Conversation conversation, int status, @Nullable String id, byte @Nullable [] body) {
    String name = conversation.cloud();
    return loggingIn(
        conversation,
        () -> {
          OpenStackAnswer answer = read(status, body);
          if (answer.status() != 201 || id == null) {
            throw noLogin(clouds.require(name), answer);
          }
          Token token = Token.of(clouds.require(name), id, answer.body());
          tokens.loggedIn(name, token);
          return token;
        });
  }

  /** Whatever goes wrong on the way to a token is told to all who wait for it. */
  private <T> T loggingIn(Conversation conversation, Supplier<T> part) {
    try {
      return part.get();
    } catch (RuntimeException e) {
      tokens.notLoggedIn(conversation.cloud(), e);
      throw e;
    }
  }

  private static RuntimeException noLogin(Cloud cloud, OpenStackAnswer answer) {
    String said =
        "Cloud %s: log-in answered %d: %s".formatted(cloud, answer.status(), answer.words());
    if (cloud.login().toString().contains("${")) {
      said += " A secret of it holds ${...}, which names no environment variable that is set.";
    }
    return answer.unsure()
        ? RetryableFailure.integration(said)
        : PermanentFailure.configuration(said + " Mend its entry in clouds.yaml.");
  }

  /** A service answered 401: the token is used no more. */
  public void refused(Conversation conversation, Token token) {
    tokens.refused(conversation.cloud(), token.id());
  }

  public String tokenId(Token token) {
    return token.id();
  }

  /** Where to send a request, with how its certificate is judged. */
  public String address(Token token, OpenStackRequest request) {
    String path = request.path().replace("{project}", token.project());
    String address = token.endpoint(request.service()) + path;
    return address + "?" + options(token.cloud(), address);
  }

  public String query(Token token, OpenStackRequest request) {
    return request.query().replace("{project}", token.project());
  }

  public String microversion() {
    return MICROVERSION;
  }

  private String options(Cloud cloud, String address) {
    String tls = tls(cloud, address);
    return "throwExceptionOnFailure=true&okStatusCodeRange=200-428,430-499&connectTimeout=5000&responseTimeout="
        + properties.timeout().toMillis()
        + tls;
  }

  /** TLS by the cloud's own authorities is a bean of the routes, made when it is first needed. */
  private String tls(Cloud cloud, String address) {
    boolean usual = cloud.caFile().isEmpty() && cloud.verify();
    if (usual || !address.startsWith("https")) {
      return "";
    }
    String bean = routes.offer(new OutsideTls(cloud.caFile(), cloud.verify()));
    return "&sslContextParameters=#%s&x509HostnameVerifier=#%s-hosts".formatted(bean, bean);
  }

  /** The request is about to be sent: the body to send, null for none. */
  public byte @Nullable [] leaving(OpenStackRequest request) throws JsonProcessingException {
    JsonNode body = request.body();
    return body == null ? null : json.writeValueAsBytes(body);
  }

  /** What came back, whatever its status. */
  public OpenStackAnswer answer(OpenStackRequest request, int status, byte @Nullable [] body) {
    meters
        .counter(
            "caravan.openstack.requests",
            "service",
            request.service().type(),
            "method",
            request.method(),
            "status",
            status == 0 ? "none" : String.valueOf(status))
        .increment();
    return read(status, body);
  }

  private OpenStackAnswer read(int status, byte @Nullable [] body) {
    byte[] content = body == null ? new byte[0] : body;
    try {
      JsonNode tree =
          content.length == 0 || status == 0
              ? MissingNode.getInstance()
              : OutsideJson.read(json, content);
      return new OpenStackAnswer(status, tree, status == 0 ? shown(content) : "");
    } catch (IOException noJson) {
      return new OpenStackAnswer(status, MissingNode.getInstance(), shown(content));
    }
  }

  private static String shown(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
    return OpenStackAnswer.shortened(text);
  }
}
