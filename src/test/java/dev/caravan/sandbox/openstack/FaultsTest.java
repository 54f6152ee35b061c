package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.call;
import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the simulator can be told to do wrong, and what it tells about its requests. */
class FaultsTest {

  private static final String NETWORKS = "/networking/v2.0/networks";

  private SandboxOpenStack sandbox;
  private OpenStackClient client;
  private Tenant tenant;

  @BeforeEach
  void start() {
    sandbox = SandboxOpenStack.start(0, Settings.quick().withBuildTime(Duration.ofMillis(50)));
    logIn();
  }

  private void logIn() {
    Cloud cloud = Cloud.simulated(sandbox);
    client = OpenStackClient.of(cloud, cloud.account());
    tenant = new Tenant(client);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private Reply control(String method, String path, @Nullable Object... body) {
    return call(method, sandbox.url() + "/sandbox/" + path, with(body), Map.of());
  }

  private void fault(@Nullable Object... keysAndValues) {
    control("POST", "faults", keysAndValues).is(201);
  }

  private Reply create() {
    return client.post("network", "/networks", with("network", with("name", "a")));
  }

  private JsonNode askForServer() {
    return client
        .post("compute", "/servers", with("server", tenant.serverBody("none")))
        .is(202)
        .thing();
  }

  @Test
  void proxyMayBeUnavailable() {
    fault("effect", "status", "status", 503, "retry_after", 2, "method", "POST", "path", NETWORKS);

    Reply reply = create();

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("2");
    assertThat(reply.header("Content-Type")).startsWith("text/html");
    assertThat(tenant.names("network", "/networks?name=a")).isEmpty();
    create().is(201);
  }

  @Test
  void workMayBeDoneAllTheSame() {
    fault("effect", "status_after", "status", 503, "method", "POST", "path", NETWORKS);

    assertThat(create().status()).isEqualTo(503);

    assertThat(tenant.names("network", "/networks?name=a")).containsExactly("a");
  }

  @Test
  void answerMayBeLostBeforeOrAfterTheWork() {
    fault("effect", "drop_before", "method", "POST", "path", NETWORKS);
    fault("effect", "drop_after", "method", "POST", "path", NETWORKS);

    assertThatThrownBy(this::create).isInstanceOf(UncheckedIOException.class);
    assertThat(tenant.names("network", "/networks?name=a")).isEmpty();
    assertThatThrownBy(this::create).isInstanceOf(UncheckedIOException.class);
    assertThat(tenant.names("network", "/networks?name=a")).containsExactly("a");
  }

  @Test
  void errorsAreInWordsOfTheService() {
    fault("effect", "status", "status", 500, "path", "/compute");
    fault("effect", "status", "status", 429, "path", "/compute", "retry_after", 1);
    fault("effect", "status", "status", 500, "path", "/networking");
    fault("effect", "status", "status", 401, "path", "/networking");

    assertThat(client.get("compute", "/servers").is(500).kind()).isEqualTo("computeFault");
    assertThat(client.get("compute", "/servers").is(429).kind()).isEqualTo("overLimit");
    assertThat(create().is(500).type()).isEqualTo("HTTPInternalServerError");
    assertThat(create().is(401).header("WWW-Authenticate")).startsWith("Keystone");
  }

  @Test
  void thingMayBeInUseForAWhile() {
    JsonNode network = create().thing();
    String path = "/networks/" + Tenant.id(network);
    fault("effect", "status", "status", 409, "method", "DELETE", "path", NETWORKS, "times", 2);

    assertThat(client.delete("network", path).is(409).type()).isEqualTo("NetworkInUse");
    client.delete("network", path).is(409);
    client.delete("network", path).is(204);
  }

  @Test
  void faultMayHitByPatternAndEachSoManyth() {
    fault("effect", "status", "matches", ".*/networks", "every", 3, "skip", 1, "times", 2);

    List<Integer> statuses =
        IntStream.range(0, 6).mapToObj(i -> client.get("network", "/networks").status()).toList();

    assertThat(statuses).containsExactly(200, 500, 200, 200, 500, 200);
    client.get("network", "/networks/x").is(404);
  }

  @Test
  void faultMayHitByChance() {
    fault("effect", "status", "probability", 0.5, "times", 1000, "path", NETWORKS);

    assertThat(IntStream.range(0, 200).map(i -> client.get("network", "/networks").status()))
        .contains(200, 500);
  }

  @Test
  void answerMayBeLate() {
    fault("effect", "delay", "millis", 200, "path", NETWORKS);

    long before = System.nanoTime();
    create().is(201);

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(200_000_000L);
  }

  @Test
  void secondServerMayFailAndThirdMayNeverBeBuilt() {
    control("POST", "build-faults", "effect", "error", "skip", 1, "message", "no disk").is(204);
    control("POST", "build-faults", "effect", "stuck", "name", "third").is(204);

    JsonNode first = tenant.awaitActive(askForServer());
    JsonNode second = tenant.awaitStatus(askForServer(), "ERROR");
    JsonNode third =
        client
            .post("compute", "/servers", with("server", tenant.serverBody("none", "name", "third")))
            .thing();
    tenant.awaitActive(askForServer());

    assertThat(first.has("fault")).isFalse();
    assertThat(second.path("fault").path("message").asText()).isEqualTo("no disk");
    assertThat(tenant.server(Tenant.id(third)).path("status").asText()).isEqualTo("BUILD");
    client.delete("compute", "/servers/" + Tenant.id(third)).is(204);
    tenant.awaitGone(Tenant.id(third));
  }

  @Test
  void serversOfAGroupNeedHostsOfTheirOwn() {
    control("PUT", "settings", "hosts", 1).is(200);
    Object group = with("server_group", with("name", "apart", "policy", "anti-affinity"));
    String id = Tenant.id(client.post("compute", "/os-server-groups", group).is(200).thing());
    Object body =
        with("server", tenant.serverBody("none"), "os:scheduler_hints", with("group", id));

    tenant.awaitActive(client.post("compute", "/servers", body).is(202).thing());

    tenant.awaitStatus(client.post("compute", "/servers", body).is(202).thing(), "ERROR");
  }

  @Test
  void portsOfAServerMayLinger() {
    control("PUT", "settings", "port_linger", 0.3).is(200);
    JsonNode network = tenant.networkWithSubnet();
    JsonNode server = tenant.awaitActive(tenant.server(network));
    client.delete("compute", "/servers/" + Tenant.id(server)).is(204);
    tenant.awaitGone(Tenant.id(server));

    String path = "/networks/" + Tenant.id(network);
    assertThat(client.delete("network", path).is(409).type()).isEqualTo("NetworkInUse");
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> client.delete("network", path).status() == 204);
  }

  @Test
  void tokensExpireWhenTheyAreTold() {
    control("POST", "tokens/expire").is(204);

    client.get("compute", "/servers").is(401);
    logIn();
    client.get("compute", "/servers").is(200);
  }

  @Test
  void tokensExpireByThemselves() {
    control("PUT", "settings", "token_lifetime", 0.05).is(200);
    logIn();

    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> client.get("compute", "/servers").status() == 401);
  }

  @Test
  void applicationCredentialLogsIn() {
    Object credential =
        with(
            "id", SandboxOpenStack.APPLICATION_CREDENTIAL_ID,
            "secret", SandboxOpenStack.APPLICATION_CREDENTIAL_SECRET);
    Object identity =
        with(
            "methods",
            new String[] {"application_credential"},
            "application_credential",
            credential);

    Reply reply =
        call(
            "POST",
            sandbox.authUrl() + "/auth/tokens",
            with("auth", with("identity", identity)),
            Map.of());

    assertThat(reply.is(201).thing().path("project").path("name").asText()).isEqualTo("demo");
    assertThat(reply.thing().path("application_credential").path("restricted").asBoolean())
        .isTrue();
  }

  @Test
  void quotasAreSet() {
    control("PUT", "quotas", "project", "demo", "instances", 0, "network", 0).is(204);

    assertThat(
            client
                .post("compute", "/servers", with("server", tenant.serverBody("none")))
                .is(403)
                .message())
        .startsWith("Quota exceeded for instances: Requested 1, but already used 0 of 0");
    assertThat(create().is(409).type()).isEqualTo("OverQuota");
  }

  @Test
  void quotaOfTinyIsSmall() {
    Cloud cloud = Cloud.simulated(sandbox);
    OpenStackClient tiny = OpenStackClient.of(cloud, cloud.other().orElseThrow());
    Tenant other = new Tenant(tiny);
    for (int i = 0; i < 2; i++) {
      tiny.post("compute", "/servers", with("server", other.serverBody("none"))).is(202);
    }

    Reply reply =
        tiny.post(
            "compute",
            "/servers",
            with("server", other.serverBody("none", "flavorRef", "3", "min_count", 3)));

    assertThat(reply.is(403).message())
        .isEqualTo(
            "Quota exceeded for cores, instances, ram: Requested 6, 3, 12288, but already used"
                + " 2, 2, 1024 of 4, 2, 8192 cores, instances, ram");
  }

  @Test
  void requestsAreCountedWithoutIds() {
    JsonNode network = create().thing();
    client.get("network", "/networks/" + Tenant.id(network)).is(200);
    client.get("network", "/networks/00000000-0000-0000-0000-000000000000").is(404);

    JsonNode counted = control("GET", "requests").is(200).json();

    assertThat(counted.path("requests").path("POST /identity/v3/auth/tokens").asInt()).isOne();
    assertThat(counted.path("requests").path("GET " + NETWORKS + "/ID").asInt()).isEqualTo(2);
    assertThat(counted.path("total").asInt()).isEqualTo(4);
  }

  @Test
  void resetEmptiesEverything() {
    create().is(201);
    askForServer();
    fault("effect", "status");
    control("PUT", "settings", "build_time", 60).is(200);

    control("POST", "reset").is(204);
    logIn();

    assertThat(tenant.names("network", "/networks")).containsExactly("public");
    assertThat(tenant.list("compute", "/servers")).isEmpty();
    tenant.awaitActive(askForServer());
  }

  @Test
  void faultThatIsNoneIsRefused() {
    control("POST", "faults", "effect", "explode").is(400);
    control("POST", "build-faults", "effect", "explode").is(400);
    control("PUT", "quotas", "project", "nobody").is(400);
  }
}
