package dev.caravan.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.Texts;
import dev.caravan.netbox.NetBoxProperties;
import org.jspecify.annotations.Nullable;

/**
 * What the routes that look at outside systems ask of Java: what an answer says of their health.
 */
@org.springframework.stereotype.Component("healthSteps")
public class HealthSteps {

  private final HealthBoard board;
  private final NetBoxProperties netBox;
  private final ObjectMapper json;

  HealthSteps(HealthBoard board, NetBoxProperties netBox, ObjectMapper json) {
    this.board = board;
    this.netBox = netBox;
    this.json = json;
  }

  private boolean netBoxConfigured() {
    return !netBox.url().isBlank();
  }

  /**
   * NetBox answered: noted as its health.
   *
   * @param body what it answered to {@code GET /api/status/}
   */
  public void netBoxAnswered(int status, @Nullable String body) {
    board.note(Component.NETBOX, judge(status, versionIn(body)));
  }

  private static Finding judge(int status, String version) {
    if (status == 401 || status == 403) {
      return Finding.degraded(
          "does not let us in (%d): set NETBOX_TOKEN to a valid token".formatted(status));
    }
    if (status != 200 || version.isEmpty()) {
      return Finding.degraded(
          "answered %d to GET /api/status/, and no version: NETBOX_URL must be NetBox's address"
              .formatted(status));
    }
    return Finding.up("NetBox " + version);
  }

  private String versionIn(@Nullable String body) {
    try {
      return Texts.cleaned(
          json.readTree(body == null ? "" : body).path("netbox-version").asText(""));
    } catch (JsonProcessingException noJson) {
      return "";
    }
  }

  /** NetBox did not answer, or could not be asked: noted as its health. */
  public void netBoxSilent(Exception why) {
    String words = String.valueOf(why.getMessage()).lines().findFirst().orElse("no answer");
    board.note(
        Component.NETBOX,
        netBoxConfigured()
            ? Finding.down(words)
            : Finding.unknown("is not configured: set NETBOX_URL and NETBOX_TOKEN"));
  }
}
