package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.openstack.Identity.ApplicationCredential;
import dev.caravan.sandbox.openstack.Identity.User;
import java.util.Optional;

/** Who a request for a token is from: by password, by token or by application credential. */
final class LogIn {

  private final Tokens tokens;

  LogIn(Tokens tokens) {
    this.tokens = tokens;
  }

  /** How it was proved. */
  String method(JsonNode auth) {
    return auth.path("identity").path("methods").path(0).asText();
  }

  User user(JsonNode auth) {
    JsonNode identity = auth.path("identity");
    return switch (method(auth)) {
      case "password" -> scoped(byPassword(identity.path("password").path("user")), auth);
      case "token" -> scoped(byToken(identity.path("token")), auth);
      case "application_credential" -> byCredential(identity.path("application_credential"), auth);
      case "" ->
          throw new Refused(
              Authentication.error(
                  400,
                  "Bad Request",
                  "Invalid input for field 'identity': 'methods' is a required property"));
      default -> throw unauthorized();
    };
  }

  private static User byPassword(JsonNode given) {
    return Identity.users().stream()
        .filter(user -> named(user.id(), user.name(), given))
        .filter(user -> user.password().equals(given.path("password").asText()))
        .findFirst()
        .orElseThrow(LogIn::unauthorized);
  }

  private User byToken(JsonNode given) {
    return tokens
        .session(Optional.of(given.path("id").asText()))
        .map(Session::user)
        .orElseThrow(LogIn::unauthorized);
  }

  private static User byCredential(JsonNode given, JsonNode auth) {
    ApplicationCredential credential = Identity.CREDENTIAL;
    boolean known =
        credential.id().equals(given.path("id").asText())
            || (credential.name().equals(given.path("name").asText())
                && named(credential.user().id(), credential.user().name(), given.path("user")));
    if (!known || auth.has("scope") || !credential.secret().equals(given.path("secret").asText())) {
      throw unauthorized();
    }
    return credential.user();
  }

  /** Each has its own project alone, which is also the one it gets when it asks for none. */
  private static User scoped(User user, JsonNode auth) {
    JsonNode project = auth.path("scope").path("project");
    boolean mine =
        project.isMissingNode() || named(user.project().id(), user.project().name(), project);
    if (!mine) {
      throw unauthorized();
    }
    return user;
  }

  private static boolean named(String id, String name, JsonNode given) {
    JsonNode domain = given.path("domain");
    return given.path("id").asText().equals(id)
        || (given.path("name").asText().equals(name)
            && (domain.path("name").asText().equals("Default")
                || domain.path("id").asText().equals("default")));
  }

  private static Refused unauthorized() {
    return new Refused(Authentication.unauthorized());
  }
}
