package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.openstack.Identity.ApplicationCredential;
import dev.caravan.sandbox.openstack.Identity.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A token as Keystone shows it. */
final class TokenView {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Catalog catalog;

  TokenView(Catalog catalog) {
    this.catalog = catalog;
  }

  ObjectNode of(Session session, String method) {
    User user = session.user();
    ObjectNode token =
        Json.object(
            "methods",
            Json.array(method),
            "user",
            Json.object(
                "domain",
                domain(),
                "id",
                user.id(),
                "name",
                user.name(),
                "password_expires_at",
                null),
            "audit_ids",
            Json.array(Identity.hex(session.toString()).substring(0, 22)),
            "expires_at",
            time(session.expires()),
            "issued_at",
            time(session.issued()),
            "project",
            Json.object(
                "domain", domain(), "id", session.project().id(), "name", session.project().name()),
            "is_domain",
            false,
            "roles",
            Json.array(Json.object("id", Identity.hex("role/" + user.role()), "name", user.role())),
            "catalog",
            catalog.asJson());
    if (method.equals("application_credential")) {
      ApplicationCredential credential = Identity.CREDENTIAL;
      token.set(
          method,
          Json.object("id", credential.id(), "name", credential.name(), "restricted", true));
    }
    return Json.object("token", token);
  }

  private static ObjectNode domain() {
    return Json.object("id", "default", "name", "Default");
  }

  private static String time(Instant time) {
    return TIME.format(time);
  }
}
