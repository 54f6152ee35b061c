package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.call;
import static dev.caravan.sandbox.openstack.OpenStackClient.logIn;
import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.openstack.Cloud.Account;
import java.time.Instant;
import java.util.Map;

/** How clients log in and find the services. */
class KeystoneContractTest {

  @ContractTest
  void tokenComesInAHeaderAndTheCatalogInTheBody(Tenant tenant) {
    Cloud cloud = tenant.client().cloud();

    Reply reply = logIn(cloud.authUrl(), cloud.account(), cloud.account().password());

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("X-Subject-Token")).isNotBlank();
    JsonNode token = reply.json().path("token");
    assertThat(token.path("methods").path(0).asText()).isEqualTo("password");
    assertThat(token.path("user").path("name").asText()).isEqualTo(cloud.account().username());
    assertThat(token.path("project").path("name").asText()).isEqualTo(cloud.account().project());
    assertThat(token.path("project").path("id").asText()).matches("[0-9a-f]{32}");
    assertThat(token.path("roles").findValuesAsText("name")).isNotEmpty();
    assertThat(token.path("expires_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    assertThat(Instant.parse(token.path("expires_at").asText())).isAfter(Instant.now());
  }

  @ContractTest
  void catalogNamesVersionsForComputeAndIdentityAlone(Tenant tenant) {
    OpenStackClient client = tenant.client();

    assertThat(client.url("identity")).endsWith("/v3");
    assertThat(client.url("compute")).endsWith("/v2.1");
    assertThat(client.url("network")).doesNotContainPattern("/v2");
    assertThat(client.url("image")).doesNotContainPattern("/v2");
    JsonNode endpoint = client.session().path("catalog").path(0).path("endpoints").path(0);
    assertThat(endpoint.fieldNames())
        .toIterable()
        .contains("id", "interface", "region", "region_id", "url");
  }

  @ContractTest
  void projectMayBeNamedByItsId(Tenant tenant) {
    Account account = tenant.client().cloud().account();
    Object user =
        with(
            "id", tenant.client().session().path("user").path("id").asText(),
            "password", account.password());
    Object auth =
        with(
            "identity",
            with("methods", new String[] {"password"}, "password", with("user", user)),
            "scope",
            with("project", with("id", tenant.client().projectId())));

    Reply reply =
        call(
            "POST",
            tenant.client().cloud().authUrl() + "/auth/tokens",
            with("auth", auth),
            Map.of());

    assertThat(reply.is(201).thing().path("project").path("name").asText())
        .isEqualTo(account.project());
  }

  @ContractTest
  void aTokenGivesAnotherToken(Tenant tenant) {
    Object auth =
        with(
            "identity",
            with("methods", new String[] {"token"}, "token", with("id", tenant.client().token())),
            "scope",
            with("project", with("id", tenant.client().projectId())));
    String address = tenant.client().cloud().authUrl() + "/auth/tokens";

    Reply reply = call("POST", address, with("auth", auth), Map.of());

    assertThat(reply.is(201).thing().path("project").path("id").asText())
        .isEqualTo(tenant.client().projectId());
    assertThat(reply.thing().path("catalog")).isNotEmpty();
    Object lost =
        with("identity", with("methods", new String[] {"token"}, "token", with("id", "x")));
    assertThat(call("POST", address, with("auth", lost), Map.of()).status()).isEqualTo(401);
  }

  @ContractTest
  void wrongPasswordIs401(Tenant tenant) {
    Cloud cloud = tenant.client().cloud();

    Reply reply = logIn(cloud.authUrl(), cloud.account(), "wrong");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json())
        .isEqualTo(
            Json.object(
                "error",
                Json.object(
                    "code", 401,
                    "message", "The request you have made requires authentication.",
                    "title", "Unauthorized")));
  }

  @ContractTest
  void projectOfNobodyIs401(Tenant tenant) {
    Cloud cloud = tenant.client().cloud();
    Account account = cloud.account();
    Account lost =
        new Account(
            account.username(),
            account.password(),
            Tenant.unique(),
            account.userDomain(),
            account.projectDomain(),
            account.region());

    assertThat(logIn(cloud.authUrl(), lost, account.password()).status()).isEqualTo(401);
  }

  @ContractTest
  void requestForATokenThatIsNoneIs400(Tenant tenant) {
    String address = tenant.client().cloud().authUrl() + "/auth/tokens";

    assertThat(call("POST", address, "{\"auth\": ", Map.of()).status()).isEqualTo(400);
    assertThat(call("POST", address, with("auth", with()), Map.of()).status()).isEqualTo(400);
  }

  @ContractTest
  void badTokenIs401InWordsOfTheService(Tenant tenant) {
    Map<String, String> bad = Map.of("X-Auth-Token", "gAAAAABnothing");
    OpenStackClient client = tenant.client();

    Reply compute = call("GET", client.url("compute") + "/servers", null, bad);
    Reply network = call("GET", client.url("network") + "/v2.0/networks", null, bad);
    Reply image = call("GET", client.url("image") + "/v2/images", null, bad);

    for (Reply reply : new Reply[] {compute, network, image}) {
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("WWW-Authenticate")).startsWith("Keystone uri=");
    }
    assertThat(compute.message()).isEqualTo("The request you have made requires authentication.");
    assertThat(network.message()).isEqualTo("The request you have made requires authentication.");
    assertThat(image.json().path("code").asText()).isEqualTo("401 Unauthorized");
  }

  @ContractTest
  void keystoneItselfTakesNoBadTokenEither(Tenant tenant) {
    Reply reply =
        call(
            "GET",
            tenant.client().cloud().authUrl() + "/auth/catalog",
            null,
            Map.of("X-Auth-Token", "gAAAAABnothing"));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.message()).isEqualTo("The request you have made requires authentication.");
  }

  @ContractTest
  void tokenCanBeLookedUp(Tenant tenant) {
    OpenStackClient client = tenant.client();

    Reply reply =
        call(
            "GET",
            client.cloud().authUrl() + "/auth/tokens",
            null,
            Map.of("X-Auth-Token", client.token(), "X-Subject-Token", client.token()));

    assertThat(reply.is(200).thing().path("project").path("id").asText())
        .isEqualTo(client.projectId());
  }

  @ContractTest
  void versionsAreToldToAnyone(Tenant tenant) {
    OpenStackClient client = tenant.client();

    Reply identity = call("GET", client.cloud().authUrl(), null, Map.of()).is(200);
    assertThat(identity.json().path("version").path("id").asText()).startsWith("v3.");
    Reply compute = call("GET", client.url("compute") + "/", null, Map.of()).is(200);
    assertThat(compute.json().path("version").path("min_version").asText()).isEqualTo("2.1");
    assertThat(compute.json().path("version").path("version").asText()).startsWith("2.");
    Reply network = call("GET", client.url("network") + "/", null, Map.of()).is(200);
    assertThat(network.json().path("versions").path(0).path("id").asText()).isEqualTo("v2.0");
    Reply image = call("GET", client.url("image") + "/", null, Map.of()).is(300);
    assertThat(image.json().path("versions").path(0).path("id").asText()).startsWith("v2.");
  }
}
