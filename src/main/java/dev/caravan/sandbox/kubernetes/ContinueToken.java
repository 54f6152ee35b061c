package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a list goes on.
 *
 * @param revision of the first chunk; below 0 goes on with what is there now
 * @param start the key from which on, relative to that of the collection
 */
record ContinueToken(long revision, String start) {

  private static final String VERSION = "meta.k8s.io/v1";

  static ContinueToken read(String text) {
    try {
      String json = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      JsonNode token = Json.read(json);
      if (token.path("v").asText().equals(VERSION) && token.path("start").isTextual()) {
        return new ContinueToken(token.path("rv").asLong(), token.path("start").asText());
      }
      throw refused("unrecognized content");
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw refused("not what the server gave");
    }
  }

  private static Refused refused(String why) {
    return Refusal.badRequest("invalid continue token: continue key is not valid: " + why);
  }

  String text() {
    String json = Json.text(Json.object("v", VERSION, "rv", revision, "start", start));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
