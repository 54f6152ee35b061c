package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who a token belongs to and what its owner may do. */
final class Access {

  /** A request that NetBox turns away, always with 403. */
  static final class Denied extends Exception {
    Denied(String message) {
      super(message, null, false, false);
    }

    String words() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * The owner of a token.
   *
   * @param permissions such as {@code dcim.add_devicetype}; {@code *} is all, {@code view} is
   *     reading all
   * @param mayWrite whether the token itself allows writing
   */
  record Bearer(String user, Set<String> permissions, boolean mayWrite) {

    boolean may(Kind kind, String action) {
      boolean granted =
          permissions.contains("*")
              || permissions.contains(action)
              || permissions.contains(kind.permission(action));
      return granted && (mayWrite || action.equals("view"));
    }
  }

  private static final String NO_CREDENTIALS = "Authentication credentials were not provided.";

  private final NetBoxVersion version;
  private final Map<String, Bearer> bearers = new ConcurrentHashMap<>();

  Access(NetBoxVersion version) {
    this.version = version;
    reset();
  }

  /** Back to the tokens that are always there. */
  void reset() {
    bearers.clear();
    add(SandboxNetBox.TOKEN, new Bearer("admin", Set.of("*"), true));
    add(SandboxNetBox.READ_ONLY_TOKEN, new Bearer("readonly", Set.of("view"), true));
    if (version.mapsPortsManyToMany()) {
      add(SandboxNetBox.TOKEN_V2, new Bearer("admin", Set.of("*"), true));
    }
  }

  /** A token as the control API asks for it. */
  void add(JsonNode body) {
    Set<String> permissions = new HashSet<>();
    body.path("permissions").forEach(permission -> permissions.add(permission.asText()));
    add(
        body.path("token").asText(),
        new Bearer(
            body.path("user").asText("somebody"),
            Set.copyOf(permissions),
            body.path("write_enabled").asBoolean(true)));
  }

  private void add(String token, Bearer bearer) {
    bearers.put(token, bearer);
  }

  /** Reads the header {@code Authorization}; from 4.5 on either keyword takes either token. */
  Bearer bearer(Optional<String> authorization) throws Denied {
    String header = authorization.orElse("");
    String[] words = header.isBlank() ? new String[0] : header.strip().split("\\s+", -1);
    boolean keyword =
        words.length > 0
            && (words[0].equalsIgnoreCase("Token")
                || (version.mapsPortsManyToMany() && words[0].equalsIgnoreCase("Bearer")));
    if (!keyword) {
      throw new Denied(NO_CREDENTIALS);
    }
    if (words.length != 2) {
      throw new Denied(malformed(words.length));
    }
    Bearer bearer = bearers.get(words[1]);
    if (bearer == null) {
      throw new Denied(unknown(words[1]));
    }
    return bearer;
  }

  /** Whether somebody is behind the header. */
  boolean knows(Optional<String> authorization) {
    try {
      bearer(authorization);
      return true;
    } catch (Denied nobody) {
      return false;
    }
  }

  private String malformed(int words) {
    if (version.mapsPortsManyToMany()) {
      return "Invalid authorization header: Must be in the form \"Bearer <key>.<token>\" or \"Token"
          + " <token>\"";
    }
    return words == 1
        ? "Invalid token header. No credentials provided."
        : "Invalid token header. Token string should not contain spaces.";
  }

  private String unknown(String token) {
    if (!version.mapsPortsManyToMany()) {
      return "Invalid token";
    }
    return token.startsWith("nbt_") ? "Invalid v2 token" : "Invalid v1 token";
  }
}
