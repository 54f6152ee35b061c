package dev.caravan.netbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.failure.OutsideJson;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.Texts;
import dev.caravan.netbox.NetBoxAnswer.Silence;
import dev.caravan.worker.Step;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the routes to NetBox ask of Java: what to send next, and what an answer is. */
@Component
public class NetBoxSteps {

  private static final int LONGEST_TEXT = 300;
  private static final Pattern TAGS = Pattern.compile("<[^>]*>");

  private final NetBoxProperties properties;
  private final RequestCounts counts;
  private final ObjectMapper json;
  private final MeterRegistry meters;

  NetBoxSteps(
      NetBoxProperties properties, RequestCounts counts, ObjectMapper json, MeterRegistry meters) {
    this.properties = properties;
    this.counts = counts;
    this.json = json;
    this.meters = meters;
  }

  /** The next request of a conversation; null when all is said. */
  public @Nullable NetBoxRequest next(Step step, Conversation conversation) {
    step.requireHeld();
    return conversation.next().orElse(null);
  }

  /** Hands an answer back and gives the next request. */
  public @Nullable NetBoxRequest answered(
      Step step, Conversation conversation, NetBoxAnswer answer) {
    conversation.answered(answer);
    return next(step, conversation);
  }

  /** The request is about to be sent: counts it, and gives the body to send; null for none. */
  public byte @Nullable [] leaving(Step step, NetBoxRequest request)
      throws JsonProcessingException {
    counts.count(UUID.fromString(step.processId()), step.topic(), request.method());
    Upload upload = request.upload();
    if (upload != null) {
      return upload.body();
    }
    JsonNode body = request.body();
    return body == null ? null : json.writeValueAsBytes(body);
  }

  /** The value of the header {@code Authorization}: tokens of either version. */
  public String authorization() {
    if (properties.token().isBlank()) {
      throw PermanentFailure.configuration("No token for NetBox: set NETBOX_TOKEN.");
    }
    String token = properties.tokenOfServer().revealTo(address()).strip();
    return (token.startsWith("nbt_") ? "Bearer " : "Token ") + token;
  }

  /** Where NetBox is. */
  public String address() {
    return properties.address();
  }

  /** Its host, with the port where that is not the usual one. */
  public String host() {
    return String.valueOf(URI.create(properties.address()).getAuthority())
        .replaceFirst("^.*@", "")
        .toLowerCase(Locale.ROOT);
  }

  /** How the route judges NetBox's certificate; without TLS there is none. */
  public String tls() {
    return properties.address().startsWith("https")
        ? "&sslContextParameters=#netBoxTls&x509HostnameVerifier=#netBoxHosts"
        : "";
  }

  /** How long the answer to a request may take, in milliseconds. */
  public long timeout(NetBoxRequest request) {
    return Math.max(properties.timeout().toMillis(), request.patience().toMillis());
  }

  /**
   * What came back, whatever its status.
   *
   * @param status 0 when no answer came, or none that says whether the request was done
   * @param body the answer, or why there is none
   * @param silence what is known of a request without an answer
   */
  public NetBoxAnswer answer(
      NetBoxRequest request, int status, byte @Nullable [] body, @Nullable String silence) {
    meter(request, status == 0 ? "none" : String.valueOf(status));
    byte[] content = body == null ? new byte[0] : body;
    if (status == 0) {
      String why = silence == null ? Silence.BROKEN.name() : silence;
      return NetBoxAnswer.silent(Silence.valueOf(why), beginning(content));
    }
    try {
      JsonNode tree =
          content.length == 0 ? MissingNode.getInstance() : OutsideJson.read(json, content);
      return new NetBoxAnswer(status, tree, "");
    } catch (IOException noJson) {
      return new NetBoxAnswer(status, MissingNode.getInstance(), beginning(content));
    }
  }

  /** A page for people, such as a proxy answers, in one line. */
  private static String beginning(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    String plain = TAGS.matcher(text).replaceAll(" ").replaceAll("\\s+", " ").strip();
    return Texts.beginning(plain, LONGEST_TEXT);
  }

  private void meter(NetBoxRequest request, String status) {
    meters
        .counter("caravan.netbox.requests", "method", request.method(), "status", status)
        .increment();
  }
}
