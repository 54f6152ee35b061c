package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.one;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.deviceimport.Pictures;
import dev.caravan.netbox.Upload;
import dev.caravan.sandbox.netbox.NetBoxClient.Reply;
import java.util.Arrays;
import java.util.Map;

/** Images of device types, and images that are attached to module types. */
class ImagesContractTest {

  private static final String ATTACHMENTS = "/api/extras/image-attachments/";
  private static final String NO_IMAGE =
      "Upload a valid image. The file you uploaded was either not an image or a corrupted image.";
  private static final byte[] RED = Pictures.png("red");

  @ContractTest
  void aDeviceTypeTakesImagesByAForm(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType();
    Reply front = elevation(netbox, type, "front_image", "contract.front.png", RED);
    Reply rear = elevation(netbox, type, "rear_image", "contract.rear.png", RED);

    assertThat(front.status()).as(front.text()).isEqualTo(200);
    assertThat(front.json().path("front_image").asText())
        .startsWith(netbox.url() + "/media/devicetype-images/contract.front")
        .endsWith(".png");
    assertThat(front.json().path("rear_image").isNull()).isTrue();
    assertThat(rear.json().path("front_image")).isEqualTo(front.json().path("front_image"));
    assertThat(rear.json().path("model")).isEqualTo(type.path("model"));
  }

  @ContractTest
  void theSameImageAgainGetsAnotherName(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType();
    String first =
        elevation(netbox, type, "front_image", "again.png", RED)
            .json()
            .path("front_image")
            .asText();
    String second =
        elevation(netbox, type, "front_image", "again.png", RED)
            .json()
            .path("front_image")
            .asText();

    assertThat(second).isNotEqualTo(first);
  }

  @ContractTest
  void anImageIsTakenAwayByNull(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType();
    elevation(netbox, type, "front_image", "gone.png", RED);

    Reply reply = netbox.patch(path(type), with("front_image", null));

    assertThat(reply.json().path("front_image").isNull()).as(reply.text()).isTrue();
  }

  @ContractTest
  void whatIsNoImageIsRefused(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType();

    assertThat(refusal(netbox, type, "text.png", "hello".getBytes(UTF_8))).isEqualTo(NO_IMAGE);
    assertThat(refusal(netbox, type, "cut.png", Arrays.copyOf(RED, 40))).isEqualTo(NO_IMAGE);
    assertThat(refusal(netbox, type, "empty.png", new byte[0]))
        .isEqualTo("The submitted file is empty.");
    assertThat(refusal(netbox, type, "image.bin", RED))
        .startsWith("File extension “bin” is not allowed. Allowed extensions are: ");
    assertThat(netbox.patch(path(type), with("front_image", "x.png")).problem("front_image"))
        .startsWith("The submitted data was not a file.");
    assertThat(netbox.get(path(type)).json().path("front_image").isNull()).isTrue();
  }

  @ContractTest
  void aModuleTypeTakesAttachments(NetBoxClient netbox) {
    JsonNode type = netbox.moduleType();
    Reply reply = attach(netbox, "POST", ATTACHMENTS, type, "M-1.front", RED);
    JsonNode made = reply.json();
    Reply blue =
        attach(
            netbox,
            "PATCH",
            ATTACHMENTS + made.path("id").asLong() + "/",
            type,
            "M-1.front",
            Pictures.png("blue"));
    String query = "?object_type=dcim.moduletype&object_id=" + type.path("id").asLong();

    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    assertThat(made.path("object_type").asText()).isEqualTo("dcim.moduletype");
    assertThat(made.path("object_id")).isEqualTo(type.path("id"));
    assertThat(made.path("name").asText()).isEqualTo("M-1.front");
    assertThat(made.path("image_width").asInt()).isEqualTo(8);
    assertThat(made.path("image").asText())
        .startsWith(netbox.url() + "/media/image-attachments/")
        .endsWith(".png");
    assertThat(blue.status()).as(blue.text()).isEqualTo(200);
    assertThat(blue.json().path("created")).isEqualTo(made.path("created"));
    assertThat(blue.json().path("image")).isNotEqualTo(made.path("image"));
    assertThat(netbox.get(ATTACHMENTS + query).json().path("count").asInt()).isEqualTo(1);
    assertThat(netbox.get(ATTACHMENTS + query + "0").json().path("count").asInt()).isZero();
  }

  @ContractTest
  void anAttachmentNeedsAnImageAndAType(NetBoxClient netbox) {
    JsonNode type = netbox.moduleType();
    JsonNode nothing = netbox.moduleType();
    netbox.delete(one("module-types", nothing.path("id").asLong()));

    Reply text = attach(netbox, "POST", ATTACHMENTS, type, "x", "hello".getBytes(UTF_8));
    Reply name = attach(netbox, "POST", ATTACHMENTS, type, "x".repeat(51), RED);
    Reply none = attach(netbox, "POST", ATTACHMENTS, nothing, "x", RED);

    assertThat(text.problem("image")).isEqualTo(NO_IMAGE);
    assertThat(name.problem("name")).isEqualTo("Ensure this field has no more than 50 characters.");
    assertThat(none.status()).as(none.text()).isEqualTo(400);
  }

  @ContractTest
  void attachmentsGoWithTheirType(NetBoxClient netbox) {
    JsonNode type = netbox.moduleType();
    JsonNode made = attach(netbox, "POST", ATTACHMENTS, type, "x", RED).json();

    netbox.delete(one("module-types", type.path("id").asLong()));

    assertThat(netbox.get(ATTACHMENTS + made.path("id").asLong() + "/").status()).isEqualTo(404);
  }

  @ContractTest(from = "4.4")
  void aTokenOpensMedia(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType();
    String image =
        elevation(netbox, type, "front_image", "media.png", RED)
            .json()
            .path("front_image")
            .asText();

    assertThat(netbox.get(image).status()).isEqualTo(200);
  }

  @ContractTest(before = "4.4")
  void aTokenOpensNoMedia(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType();
    String image =
        elevation(netbox, type, "front_image", "media.png", RED)
            .json()
            .path("front_image")
            .asText();

    assertThat(netbox.get(image).status()).isEqualTo(302);
  }

  private static String path(JsonNode type) {
    return one("device-types", type.path("id").asLong());
  }

  private static Reply elevation(
      NetBoxClient netbox, JsonNode type, String field, String name, byte[] content) {
    return netbox.upload("PATCH", path(type), new Upload(Map.of(), field, name, content));
  }

  private static String refusal(NetBoxClient netbox, JsonNode type, String name, byte[] content) {
    Reply reply = elevation(netbox, type, "front_image", name, content);
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    return reply.problem("front_image");
  }

  private static Reply attach(
      NetBoxClient netbox, String method, String path, JsonNode type, String name, byte[] content) {
    Map<String, String> fields =
        Map.of(
            "object_type", "dcim.moduletype", "object_id", type.path("id").asText(), "name", name);
    return netbox.upload(method, path, new Upload(fields, "image", "contract.png", content));
  }
}
