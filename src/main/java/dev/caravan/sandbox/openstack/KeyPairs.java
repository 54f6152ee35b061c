package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Public keys, by user and name. */
final class KeyPairs {

  private record Key(String user, String name) {}

  private final Clock clock;
  private final Map<Key, ObjectNode> pairs = new LinkedHashMap<>();

  KeyPairs(Clock clock) {
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", "/v2.1/os-keypairs", this::list)
        .on("POST", "/v2.1/os-keypairs", this::create)
        .on("GET", "/v2.1/os-keypairs/{id}", this::show)
        .on("DELETE", "/v2.1/os-keypairs/{id}", this::delete);
  }

  void startAfresh() {
    pairs.clear();
  }

  List<ObjectNode> all() {
    return List.copyOf(pairs.values());
  }

  void restore(ObjectNode pair) {
    pairs.put(new Key(pair.path("user_id").asText(), pair.path("name").asText()), pair);
  }

  boolean has(Session session, String name) {
    return pairs.containsKey(new Key(session.user().id(), name));
  }

  private static ObjectNode shown(ObjectNode pair, Microversion version, String... more) {
    ObjectNode view = Json.object();
    for (String name : new String[] {"name", "public_key", "fingerprint"}) {
      view.set(name, pair.path(name));
    }
    if (version.atLeast(2)) {
      view.set("type", pair.path("type"));
    }
    for (String name : more) {
      view.set(name, pair.path(name));
    }
    return Json.object("keypair", view);
  }

  private Answer list(Request request) {
    List<ObjectNode> mine = new ArrayList<>();
    pairs.forEach(
        (key, pair) -> {
          if (key.user().equals(request.session().user().id())) {
            mine.add(shown(pair, Microversion.of(request.call())));
          }
        });
    return Answer.json(200, Json.object("keypairs", mine));
  }

  private Answer create(Request request) {
    Microversion version = Microversion.of(request.call());
    JsonNode given = request.body().path("keypair");
    String name = given.path("name").asText();
    if (name.isEmpty()) {
      throw NovaErrors.invalid("keypair", given, "'name' is a required property");
    }
    if (!given.has("public_key")) {
      throw NovaErrors.invalid("keypair", given, "'public_key' is a required property");
    }
    Key key = new Key(request.session().user().id(), name);
    if (pairs.containsKey(key)) {
      throw NovaErrors.conflict("Key pair '" + name + "' already exists.");
    }
    String created = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    ObjectNode pair =
        Json.object(
            "name",
            name,
            "public_key",
            given.path("public_key"),
            "fingerprint",
            fingerprint(given.path("public_key").asText()),
            "type",
            given.path("type").asText("ssh"),
            "user_id",
            key.user(),
            "id",
            pairs.size() + 1,
            "created_at",
            created,
            "updated_at",
            null,
            "deleted",
            false,
            "deleted_at",
            null);
    pairs.put(key, pair);
    return Answer.json(version.atLeast(2) ? 201 : 200, shown(pair, version, "user_id"));
  }

  /** MD5 of the key itself, as ssh-keygen shows it. */
  private static String fingerprint(String publicKey) {
    String[] words = publicKey.strip().split("\\s+", -1);
    try {
      byte[] blob = Base64.getDecoder().decode(words.length > 1 ? words[1] : "");
      if (blob.length == 0) {
        throw new IllegalArgumentException("no key");
      }
      return HexFormat.ofDelimiter(":").formatHex(MessageDigest.getInstance("MD5").digest(blob));
    } catch (IllegalArgumentException e) {
      throw NovaErrors.badRequest("Keypair data is invalid: failed to generate fingerprint");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer show(Request request) {
    ObjectNode pair = found(request);
    return Answer.json(
        200,
        shown(
            pair,
            Microversion.of(request.call()),
            "user_id",
            "id",
            "created_at",
            "updated_at",
            "deleted",
            "deleted_at"));
  }

  private ObjectNode found(Request request) {
    String user = request.session().user().id();
    ObjectNode pair = pairs.get(new Key(user, request.id()));
    if (pair == null) {
      throw NovaErrors.notFound("Keypair " + request.id() + " not found for user " + user);
    }
    return pair;
  }

  private Answer delete(Request request) {
    found(request);
    pairs.remove(new Key(request.session().user().id(), request.id()));
    return Answer.empty(Microversion.of(request.call()).atLeast(2) ? 204 : 202);
  }
}
