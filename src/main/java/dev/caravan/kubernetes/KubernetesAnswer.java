package dev.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came back for a request.
 *
 * @param status the HTTP status; 0 when no answer came, so that nobody knows whether it was done
 * @param body the JSON answered, missing when there was none
 * @param text the beginning of an answer that is no JSON, or why none came, such as {@code
 *     UnknownHostException: kube.example.org}
 */
public record KubernetesAnswer(int status, JsonNode body, String text) {

  private static final int LONGEST = 1000;

  /**
   * One thing that is wrong with what was sent.
   *
   * @param reason such as FieldManagerConflict
   * @param field such as {@code spec.subnets.default.vlan}; may be empty
   */
  public record Cause(String reason, String message, String field) {}

  public boolean ok() {
    return status >= 200 && status < 300;
  }

  public boolean notFound() {
    return status == 404;
  }

  /** The request may or may not have been done, or may be if it is sent again later. */
  public boolean unsure() {
    return status == 0 || status == 429 || status >= 500;
  }

  /** Kubernetes' name for what is wrong, such as Expired, AlreadyExists; empty if it gave none. */
  public String reason() {
    return ok() ? "" : body.path("reason").asText("");
  }

  /** Kubernetes' own words, else what came instead of them. */
  public String words() {
    String said = ok() ? "" : body.path("message").asText("");
    String plain = (said.isEmpty() ? text : said).replaceAll("\\s+", " ").strip();
    return Texts.beginning(plain, LONGEST);
  }

  /** What is wrong in particular: fields of a bad object, fields that another manager owns. */
  public List<Cause> causes() {
    List<Cause> causes = new ArrayList<>();
    for (JsonNode each : body.path("details").path("causes")) {
      causes.add(
          new Cause(
              each.path("reason").asText(""),
              each.path("message").asText(""),
              each.path("field").asText("")));
    }
    return causes;
  }

  /** Why no answer came; empty when one did. */
  public Optional<Trouble> trouble() {
    return status == 0 ? Optional.of(Trouble.of(text)) : Optional.empty();
  }
}
