package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A project under test: makes what a test needs, under names of its own, and removes it again. */
final class Tenant {

  /** How the name of everything that these tests make begins. */
  static final String PREFIX = "caravan-contract-";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final OpenStackClient client;
  private final Deque<Runnable> cleanUp = new ArrayDeque<>();

  Tenant(OpenStackClient client) {
    this.client = client;
  }

  OpenStackClient client() {
    return client;
  }

  /** A name that nobody else has. */
  static String unique() {
    return PREFIX + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Removes what was made, the last first. */
  void cleanUp() {
    while (!cleanUp.isEmpty()) {
      cleanUp.pop().run();
    }
  }

  void afterwards(Runnable removal) {
    cleanUp.push(removal);
  }

  /** Makes something of Neutron that is gone again after the test. */
  JsonNode make(String kind, @Nullable Object... attributes) {
    Map<String, @Nullable Object> body = with(attributes);
    if (!kind.equals("floatingip") && !kind.equals("security_group_rule")) {
      body.putIfAbsent("name", unique());
    }
    JsonNode made = client.post("network", path(kind), with(kind, body)).is(201).thing();
    keep(kind, made);
    return made;
  }

  void keep(String kind, JsonNode made) {
    afterwards(() -> client.delete("network", path(kind) + "/" + id(made)));
  }

  static String path(String kind) {
    return "/" + kind.replace('_', '-') + "s";
  }

  static String id(JsonNode thing) {
    return thing.path("id").asText();
  }

  JsonNode network() {
    return make("network");
  }

  JsonNode subnet(JsonNode network, String cidr, @Nullable Object... more) {
    Map<String, @Nullable Object> body =
        with("network_id", id(network), "ip_version", 4, "cidr", cidr);
    body.putAll(with(more));
    return make("subnet", body.entrySet().stream().flatMap(Tenant::pair).toArray());
  }

  private static java.util.stream.Stream<@Nullable Object> pair(
      Map.Entry<String, @Nullable Object> entry) {
    return java.util.stream.Stream.of(entry.getKey(), entry.getValue());
  }

  /** A network with a subnet. */
  JsonNode networkWithSubnet() {
    JsonNode network = network();
    subnet(network, "10.77.0.0/24");
    return network;
  }

  void connect(JsonNode router, JsonNode subnet) {
    Object body = with("subnet_id", id(subnet));
    String path = "/routers/" + id(router);
    client.put("network", path + "/add_router_interface", body).is(200);
    afterwards(() -> client.put("network", path + "/remove_router_interface", body));
  }

  JsonNode one(String kind, JsonNode thing) {
    return client.get("network", path(kind) + "/" + id(thing)).is(200).thing();
  }

  /** The things of a list. */
  List<JsonNode> list(String service, String path) {
    List<JsonNode> all = new java.util.ArrayList<>();
    client.get(service, path).is(200).thing().forEach(all::add);
    return all;
  }

  List<String> names(String service, String path) {
    return list(service, path).stream().map(each -> each.path("name").asText()).toList();
  }

  String flavor(String name) {
    return list("compute", "/flavors").stream()
        .filter(flavor -> flavor.path("name").asText().equals(name))
        .map(Tenant::id)
        .findFirst()
        .orElse("");
  }

  /** The smallest flavor that there is. */
  String flavor() {
    return list("compute", "/flavors/detail").stream()
        .filter(flavor -> !flavor.path("name").asText().equals("m1.nowhere"))
        .min(java.util.Comparator.comparingInt(flavor -> flavor.path("ram").asInt()))
        .map(Tenant::id)
        .orElseThrow();
  }

  String image() {
    return list("image", "/images").stream().map(Tenant::id).findFirst().orElseThrow();
  }

  /** What a request for a server must hold, and more. */
  Map<String, @Nullable Object> serverBody(Object networks, @Nullable Object... more) {
    Map<String, @Nullable Object> body =
        with(
            "name", unique(),
            "imageRef", image(),
            "flavorRef", flavor(),
            "networks", networks);
    body.putAll(with(more));
    return body;
  }

  /** Asks for a server on a network, and lets it go after the test. */
  JsonNode server(JsonNode network, @Nullable Object... more) {
    return request(with("server", serverBody(on(network), more)));
  }

  JsonNode request(Object body) {
    JsonNode made = client.post("compute", "/servers", body).is(202).thing();
    keepServer(id(made));
    return made;
  }

  void keepServer(String id) {
    afterwards(
        () -> {
          client.delete("compute", "/servers/" + id);
          awaitGone(id);
        });
  }

  static List<Map<String, @Nullable Object>> on(JsonNode network) {
    return List.of(with("uuid", id(network)));
  }

  JsonNode server(String id) {
    return client.get("compute", "/servers/" + id).is(200).thing();
  }

  /** Waits until a server is built well. */
  JsonNode awaitActive(JsonNode server) {
    return awaitStatus(server, "ACTIVE");
  }

  JsonNode awaitStatus(JsonNode server, String status) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              JsonNode now = server(id(server));
              assertThat(now.path("status").asText() + now.path("OS-EXT-STS:task_state").asText())
                  .isEqualTo(status + "null");
            });
    return server(id(server));
  }

  void awaitGone(String id) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> client.get("compute", "/servers/" + id).status() == 404);
  }
}
