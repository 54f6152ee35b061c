package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** How images are found. */
class ImagesContractTest {

  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  @ContractTest
  void imagesAreFoundByName(Tenant tenant) {
    JsonNode image = tenant.list("image", "/images").get(0);
    String name = image.path("name").asText();

    assertThat(tenant.names("image", "/images?name=" + name)).containsOnly(name);
    assertThat(tenant.names("image", "/images?name=" + Tenant.unique())).isEmpty();
  }

  @ContractTest
  void imageIsShownBare(Tenant tenant) {
    JsonNode image = tenant.list("image", "/images").get(0);

    Reply reply = tenant.client().get("image", "/images/" + Tenant.id(image)).is(200);

    assertThat(reply.json().path("id").asText()).isEqualTo(Tenant.id(image));
    assertThat(reply.json().path("status").asText()).isEqualTo("active");
    assertThat(reply.json().fieldNames())
        .toIterable()
        .contains("min_disk", "min_ram", "visibility", "disk_format", "size");
  }

  @ContractTest
  void listGoesOnWhereALinkSaysSo(Tenant tenant) {
    Reply first = tenant.client().get("image", "/images?limit=1").is(200);

    assertThat(first.json().path("images")).hasSize(1);
    String next = first.json().path("next").asText();
    assertThat(next).startsWith("/v2/images?");
    Reply second = tenant.client().get("image", next.substring("/v2".length())).is(200);
    assertThat(second.json().path("images")).hasSize(1);
    assertThat(second.json().path("images").path(0).path("id"))
        .isNotEqualTo(first.json().path("images").path(0).path("id"));
  }

  @ContractTest
  void imageThatIsNotThereIs404WithACodeInText(Tenant tenant) {
    Reply reply = tenant.client().get("image", "/images/" + NOBODY).is(404);

    assertThat(reply.json().path("code").asText()).isEqualTo("404 Not Found");
    assertThat(reply.json().path("code").isTextual()).isTrue();
    assertThat(reply.json().path("message").asText()).contains(NOBODY);
  }

  @ContractTest
  void namesOfImagesAreNotUniqueAndOnlyActiveOnesBoot(Tenant tenant) {
    String name = Tenant.unique();
    JsonNode queued = queued(tenant, name);
    JsonNode second = queued(tenant, name);
    JsonNode network = tenant.networkWithSubnet();

    assertThat(tenant.names("image", "/images?name=" + name)).containsExactly(name, name);
    assertThat(queued.path("status").asText()).isEqualTo("queued");
    assertThat(queued.path("size").isNull()).isTrue();
    assertThat(queued.path("visibility").asText()).isEqualTo("shared");
    Reply refused =
        tenant
            .client()
            .post(
                "compute",
                "/servers",
                with(
                    "server",
                    tenant.serverBody(Tenant.on(network), "imageRef", Tenant.id(second))));
    assertThat(refused.is(400).message())
        .isEqualTo("Image " + Tenant.id(second) + " is not active.");
  }

  private static JsonNode queued(Tenant tenant, String name, Object... more) {
    var body = with("name", name, "disk_format", "raw", "container_format", "bare");
    body.putAll(with(more));
    JsonNode image = tenant.client().post("image", "/images", body).is(201).json();
    tenant.afterwards(() -> tenant.client().delete("image", "/images/" + Tenant.id(image)));
    return image;
  }
}
