package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.Set;

/**
 * The body of {@code POST /v3/auth/tokens}: by password, by token or by application credential. A
 * way to log in, or a scope, that is not known is named and refused.
 */
final class Login {

  /** All that {@code auth} of {@code clouds.yaml} may hold, under names of today and of old. */
  static final List<String> FIELDS =
      List.of(
          "auth_url",
          "username",
          "user_name",
          "user_id",
          "password",
          "token",
          "auth_token",
          "project_name",
          "project_id",
          "tenant_name",
          "tenant_id",
          "user_domain_name",
          "user_domain_id",
          "project_domain_name",
          "project_domain_id",
          "domain_name",
          "domain_id",
          "default_domain",
          "default_domain_name",
          "default_domain_id",
          "application_credential_id",
          "application_credential_name",
          "application_credential_secret",
          "trust_id",
          "system_scope",
          "passcode");

  /** Those of which any characters may stand for themselves. */
  static final Set<String> SECRETS = Set.of("password", "token", "application_credential_secret");

  private final String cloud;
  private final JsonNode auth;

  private Login(String cloud, JsonNode auth) {
    this.cloud = cloud;
    this.auth = auth;
  }

  /**
   * For a cloud.
   *
   * @param type {@code auth_type}; may be empty
   * @param auth its fields under today's names, variables put in
   */
  static ObjectNode of(String cloud, String type, JsonNode auth) {
    return new Login(cloud, auth).body(type);
  }

  private ObjectNode body(String type) {
    for (String no : List.of("system_scope", "passcode")) {
      if (has(no)) {
        throw refused("auth.%s is not supported here".formatted(no));
      }
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode content = body.putObject("auth");
    ObjectNode identity = content.putObject("identity");
    switch (type) {
      case "", "password", "v3password" -> {
        if (type.isEmpty() && hasCredential()) {
          credential(identity);
        } else if (type.isEmpty() && has("token") && !has("password")) {
          token(identity, content);
        } else {
          password(identity, content);
        }
      }
      case "token", "v3token" -> token(identity, content);
      case "v3applicationcredential" -> credential(identity);
      default ->
          throw refused(
              "auth_type %s is not supported here: use password, token or v3applicationcredential"
                  .formatted(type));
    }
    return body;
  }

  private boolean hasCredential() {
    return has("application_credential_id") || has("application_credential_name");
  }

  private void credential(ObjectNode identity) {
    if (!hasCredential() || !has("application_credential_secret")) {
      throw refused(
          "it has no auth.application_credential_secret with auth.application_credential_id, or with ..._name and a user");
    }
    identity.putArray("methods").add("application_credential");
    ObjectNode credential = identity.putObject("application_credential");
    copy("application_credential_id", credential, "id");
    copy("application_credential_secret", credential, "secret");
    if (!credential.has("id")) {
      copy("application_credential_name", credential, "name");
      credential.set("user", user());
    }
  }

  private void token(ObjectNode identity, ObjectNode content) {
    if (!has("token")) {
      throw refused("it has no auth.token");
    }
    identity.putArray("methods").add("token");
    copy("token", identity.putObject("token"), "id");
    scope(content);
  }

  private void password(ObjectNode identity, ObjectNode content) {
    if (!has("password") || !(has("username") || has("user_id"))) {
      throw refused(
          "it has neither auth.username with auth.password, nor an application credential, nor a token");
    }
    identity.putArray("methods").add("password");
    ObjectNode user = user();
    copy("password", user, "password");
    identity.putObject("password").set("user", user);
    scope(content);
  }

  /** Where no project is named the cloud takes the user's own. */
  private void scope(ObjectNode content) {
    if (has("trust_id")) {
      copy("trust_id", content.putObject("scope").putObject("OS-TRUST:trust"), "id");
      return;
    }
    ObjectNode project = JsonNodeFactory.instance.objectNode();
    copy("project_id", project, "id");
    if (project.isEmpty()) {
      copy("project_name", project, "name");
      if (!project.isEmpty()) {
        project.set("domain", domain("project_domain"));
      }
    }
    if (!project.isEmpty()) {
      content.putObject("scope").set("project", project);
    } else if (has("domain_id") || has("domain_name")) {
      throw refused("it names a domain and no project; servers and networks are in projects");
    }
  }

  private ObjectNode user() {
    ObjectNode user = JsonNodeFactory.instance.objectNode();
    copy("user_id", user, "id");
    if (user.isEmpty()) {
      copy("username", user, "name");
      user.set("domain", domain("user_domain"));
    }
    return user;
  }

  /** That of the user or the project, else one for both, else the one that every cloud has. */
  private ObjectNode domain(String prefix) {
    ObjectNode domain = JsonNodeFactory.instance.objectNode();
    for (String of : List.of(prefix, "domain", "default_domain")) {
      for (String by : List.of("id", "name")) {
        if (domain.isEmpty()) {
          copy(of + "_" + by, domain, by);
        }
      }
    }
    return domain.isEmpty() ? domain.put("name", "Default") : domain;
  }

  private boolean has(String field) {
    return !auth.path(field).asText("").isEmpty();
  }

  private void copy(String field, ObjectNode to, String name) {
    if (has(field)) {
      to.put(name, auth.path(field).asText());
    }
  }

  private RuntimeException refused(String why) {
    return PermanentFailure.configuration("Cloud %s: %s".formatted(cloud, why));
  }
}
