package dev.caravan.sandbox.kubernetes;

import static dev.caravan.sandbox.kubernetes.Client.APPLY;
import static dev.caravan.sandbox.kubernetes.Client.DEFINITIONS;
import static dev.caravan.sandbox.kubernetes.Client.object;
import static dev.caravan.sandbox.kubernetes.Client.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kinds come and go with their definitions, and their schemas say who owns what. */
class DefinitionsContractTest {

  private static final String GROUP = "contract.caravan.dev";
  private static final String NAME = "widgets." + GROUP;
  private static final String WIDGETS = "/apis/" + GROUP + "/v1/namespaces/default/widgets";

  private static Map<String, @Nullable Object> definition() {
    var text = with("type", "string");
    var port =
        with(
            "type",
            "object",
            "required",
            List.of("name"),
            "properties",
            with("name", text, "speed", with("type", "integer")));
    var ports =
        with(
            "type",
            "array",
            "x-kubernetes-list-type",
            "map",
            "x-kubernetes-list-map-keys",
            List.of("name"),
            "items",
            port);
    var tags = with("type", "array", "x-kubernetes-list-type", "set", "items", text);
    var code = with("type", "string", "pattern", "^[a-z]+$", "maxLength", 5);
    var fields = with("ports", ports, "tags", tags, "code", code);
    var spec = with("type", "object", "properties", fields);
    var schema = with("type", "object", "properties", with("spec", spec));
    var version =
        with(
            "name",
            "v1",
            "served",
            true,
            "storage",
            true,
            "schema",
            with("openAPIV3Schema", schema));
    var names = with("plural", "widgets", "singular", "widget", "kind", "Widget");
    return object(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        with("name", NAME),
        with("group", GROUP, "scope", "Namespaced", "names", names, "versions", List.of(version)));
  }

  private static Map<String, @Nullable Object> widget(Object spec) {
    return object(GROUP + "/v1", "Widget", with("name", "w"), spec);
  }

  private static void define(Client client) {
    client.post(DEFINITIONS, definition()).is(201);
    await().atMost(Duration.ofSeconds(20)).until(() -> client.get(WIDGETS).status() == 200);
  }

  private static void undefine(Client client) {
    client.delete(DEFINITIONS + "/" + NAME).is(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                client.get(DEFINITIONS + "/" + NAME).status() == 404
                    && client.get(WIDGETS).text().equals("404 page not found\n"));
  }

  @ContractTest
  void aDefinitionMakesAKindAndTakesItsObjectsAlong(Client client) {
    define(client);
    try {
      Reply made = client.get(DEFINITIONS + "/" + NAME).is(200);
      assertThat(made.json().path("status").path("acceptedNames").path("listKind").asText())
          .isEqualTo("WidgetList");
      client.post(DEFINITIONS, definition()).refuses(409, "AlreadyExists");
      assertThat(
              client
                  .post(WIDGETS, widget(with("code", "TOOLONG")))
                  .refuses(422, "Invalid")
                  .causes())
          .containsExactly("FieldValueTooLong spec.code Too long: may not be more than 5 bytes");
      assertThat(client.post(WIDGETS, widget(with("code", "A"))).refuses(422, "Invalid").causes())
          .containsExactly(
              "FieldValueInvalid spec.code Invalid value: \"A\": spec.code in body should match"
                  + " '^[a-z]+$'");
      client.post(WIDGETS, widget(with("code", "ab"))).is(201);
    } finally {
      undefine(client);
    }
    assertThat(client.get("/apis/" + GROUP).is(404).text()).isEqualTo("404 page not found\n");
    define(client);
    try {
      assertThat(client.get(WIDGETS).names()).isEmpty();
    } finally {
      undefine(client);
    }
  }

  @ContractTest
  void itemsOfListsThatAreMapsOrSetsHaveOwners(Client client) {
    define(client);
    try {
      String path = WIDGETS + "/w?fieldManager=";
      var one = with("ports", List.of(with("name", "a", "speed", 1)), "tags", List.of("x"));
      var two = with("ports", List.of(with("name", "b", "speed", 2)), "tags", List.of("y"));
      client.patch(path + "m1", widget(one), APPLY).is(201);
      Reply both = client.patch(path + "m2", widget(two), APPLY).is(200);
      assertThat(both.spec().toString())
          .isEqualTo(
              "{\"ports\":[{\"name\":\"a\",\"speed\":1},{\"name\":\"b\",\"speed\":2}],"
                  + "\"tags\":[\"x\",\"y\"]}");
      assertThat(both.fieldsOf("m2"))
          .isEqualTo(
              "{\"f:spec\":{\"f:ports\":{\"k:{\\\"name\\\":\\\"b\\\"}\":{\".\":{},\"f:name\":{},"
                  + "\"f:speed\":{}}},\"f:tags\":{\"v:\\\"y\\\"\":{}}}}");
      var three = with("ports", List.of(with("name", "a", "speed", 3)));
      assertThat(client.patch(path + "m2", widget(three), APPLY).refuses(409, "Conflict").message())
          .isEqualTo(
              "Apply failed with 1 conflict: conflict with \"m1\":"
                  + " .spec.ports[name=\"a\"].speed");
      assertThat(client.patch(path + "m2", widget(with()), APPLY).is(200).spec().toString())
          .isEqualTo("{\"ports\":[{\"name\":\"a\",\"speed\":1}],\"tags\":[\"x\"]}");
    } finally {
      undefine(client);
    }
  }

  @ContractTest
  void aDefinitionIsNamedAfterItsKind(Client client) {
    var wrong = definition();
    wrong.put("metadata", with("name", "foo"));
    assertThat(client.post(DEFINITIONS, wrong).refuses(422, "Invalid").causes())
        .containsExactly(
            "FieldValueInvalid metadata.name Invalid value: \"foo\": must be"
                + " spec.names.plural+\".\"+spec.group");
  }
}
