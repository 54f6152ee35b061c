package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;

/** The body of {@code POST /v3/auth/tokens}: by application credential, or by password. */
final class Login {

  /** Reads a field of {@code clouds.yaml}. */
  interface Texts {
    String of(JsonNode node, String field, String otherwise);
  }

  private Login() {}

  static ObjectNode of(String name, JsonNode cloud, Texts texts) {
    JsonNode auth = cloud.path("auth");
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode identity = body.putObject("auth").putObject("identity");
    if (auth.has("application_credential_id") || auth.has("application_credential_name")) {
      identity.putArray("methods").add("application_credential");
      ObjectNode credential = identity.putObject("application_credential");
      copy(texts, auth, "application_credential_id", credential, "id");
      copy(texts, auth, "application_credential_name", credential, "name");
      copy(texts, auth, "application_credential_secret", credential, "secret");
      if (!credential.has("id")) {
        credential.set("user", user(texts, auth));
      }
      return body;
    }
    if (!auth.has("password") || !(auth.has("username") || auth.has("user_id"))) {
      throw PermanentFailure.configuration(
          "Cloud %s has neither auth.username with auth.password nor an application credential"
              .formatted(name));
    }
    identity.putArray("methods").add("password");
    ObjectNode user = user(texts, auth);
    copy(texts, auth, "password", user, "password");
    identity.putObject("password").set("user", user);
    ((ObjectNode) body.path("auth")).putObject("scope").set("project", project(texts, auth));
    return body;
  }

  private static ObjectNode user(Texts texts, JsonNode auth) {
    ObjectNode user = JsonNodeFactory.instance.objectNode();
    copy(texts, auth, "user_id", user, "id");
    if (!user.has("id")) {
      copy(texts, auth, "username", user, "name");
      user.set("domain", domain(texts, auth, "user_domain"));
    }
    return user;
  }

  private static ObjectNode project(Texts texts, JsonNode auth) {
    ObjectNode project = JsonNodeFactory.instance.objectNode();
    copy(texts, auth, "project_id", project, "id");
    if (!project.has("id")) {
      copy(texts, auth, "project_name", project, "name");
      project.set("domain", domain(texts, auth, "project_domain"));
    }
    return project;
  }

  private static ObjectNode domain(Texts texts, JsonNode auth, String prefix) {
    ObjectNode domain = JsonNodeFactory.instance.objectNode();
    copy(texts, auth, prefix + "_id", domain, "id");
    if (!domain.has("id")) {
      domain.put(
          "name", texts.of(auth, prefix + "_name", texts.of(auth, "domain_name", "Default")));
    }
    return domain;
  }

  private static void copy(Texts texts, JsonNode from, String field, ObjectNode to, String name) {
    if (from.has(field)) {
      to.put(name, texts.of(from, field, ""));
    }
  }
}
