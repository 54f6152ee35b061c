package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import java.util.Optional;

/** Keystone's API, version 3: tokens and the catalog. */
final class Keystone implements Service {

  static final String PREFIX = "/identity";

  private final Tokens tokens;
  private final LogIn logIn;
  private final TokenView view;
  private final Catalog catalog;
  private final String url;

  Keystone(Tokens tokens, String base) {
    this.tokens = tokens;
    logIn = new LogIn(tokens);
    catalog = new Catalog(base);
    view = new TokenView(catalog);
    url = base + PREFIX;
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public Answer answer(Call call, String path) {
    return switch (call.method() + " " + path.replaceAll("/$", "")) {
      case "GET " -> Answer.json(300, Json.object("versions", versions()));
      case "GET /v3" -> Answer.json(200, Json.object("version", version()));
      case "POST /v3/auth/tokens" -> issue(call);
      case "GET /v3/auth/tokens", "HEAD /v3/auth/tokens" -> show(call);
      case "DELETE /v3/auth/tokens" -> revoke(call);
      case "GET /v3/auth/catalog" -> catalog(call);
      default -> {
        session(call);
        yield Authentication.error(404, "Not Found", "The resource could not be found.");
      }
    };
  }

  @Override
  public Answer failure(Call call, int status) {
    return status == 401
        ? Authentication.unauthorized()
        : Authentication.error(status, "Error", "An error by request of a test.");
  }

  private Answer issue(Call call) {
    JsonNode auth = body(call).path("auth");
    String token = tokens.issue(logIn.user(auth));
    return Answer.json(201, view.of(session(Optional.of(token)), logIn.method(auth)))
        .with("X-Subject-Token", token);
  }

  private static JsonNode body(Call call) {
    try {
      return call.json();
    } catch (Call.NoJson e) {
      throw new Refused(
          Authentication.error(
              400,
              "Bad Request",
              "The server could not comply with the request since it is either malformed or"
                  + " otherwise incorrect. The client is assumed to be in error."));
    }
  }

  private Answer show(Call call) {
    session(call);
    Session shown =
        tokens
            .session(call.header("x-subject-token"))
            .orElseThrow(
                () ->
                    new Refused(
                        Authentication.error(
                            404, "Not Found", "Could not recognize Fernet token.")));
    return Answer.json(200, view.of(shown, "password"));
  }

  private Answer revoke(Call call) {
    session(call);
    call.header("x-subject-token").ifPresent(tokens::revoke);
    return Answer.empty(204);
  }

  private Answer catalog(Call call) {
    session(call);
    ObjectNode links = Json.object("self", url + "/v3/auth/catalog");
    return Answer.json(200, Json.object("catalog", catalog.asJson(), "links", links));
  }

  private Session session(Call call) {
    return session(call.header("x-auth-token"));
  }

  private Session session(Optional<String> token) {
    return tokens
        .session(token)
        .orElseThrow(
            () ->
                new Refused(
                    Authentication.unauthorized()
                        .with("WWW-Authenticate", "Keystone uri=\"" + url + "\"")));
  }

  private ObjectNode versions() {
    return Json.object("values", Json.array(version()));
  }

  private ObjectNode version() {
    return Json.object(
        "id",
        "v3.14",
        "status",
        "stable",
        "updated",
        "2020-04-07T00:00:00Z",
        "links",
        Json.array(Json.object("rel", "self", "href", url + "/v3/")),
        "media-types",
        Json.array(
            Json.object(
                "base", "application/json", "type", "application/vnd.openstack.identity-v3+json")));
  }
}
