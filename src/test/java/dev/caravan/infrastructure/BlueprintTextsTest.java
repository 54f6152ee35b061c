package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.InputProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts and addresses that a cloud would refuse only when something is made. */
class BlueprintTextsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VM = "/vm_config/server/";

  @Test
  void userDataIsMeasuredAsNovaDoes() {
    assertThat(with("user_data", "x".repeat(49_149))).isEmpty();
    assertThat(with("user_data", "x".repeat(49_150)))
        .containsExactly(
            new InputProblem(
                VM + "user_data",
                "has 49150 bytes as UTF-8, and Nova takes 49149: 65535 characters of base64"));
    assertThat(with("user_data", "ü".repeat(24_574))).isEmpty();
    assertThat(with("user_data", "ü".repeat(24_575)))
        .extracting(InputProblem::pointer)
        .containsExactly(VM + "user_data");
    assertThat(with("user_data", "#!/bin/sh\necho 🐪\u0007")).as("it is sent as base64").isEmpty();
  }

  @Test
  void namesHoldWhatACloudCanStore() {
    for (String field : List.of("flavor", "image", "key_pair", "availability_zone")) {
      assertThat(with(field, "größe 1 “x”")).as(field).isEmpty();
      assertThat(with(field, "camel 🐪"))
          .containsExactly(
              new InputProblem(
                  VM + field,
                  "holds U+1F42A: the databases of OpenStack store no characters beyond U+FFFF"));
      assertThat(with(field, "two\nlines"))
          .containsExactly(
              new InputProblem(VM + field, "holds U+000A, a control character, which no name has"));
    }
    ObjectNode router = blueprint();
    ((ObjectNode) router.path("network_config"))
        .putObject("router")
        .put("external_network", "out🐪");
    assertThat(BlueprintCheck.of(new Blueprint(router)))
        .extracting(InputProblem::pointer)
        .containsExactly("/network_config/router/external_network");
  }

  @Test
  void metadataIsMeasuredInCharacters() {
    assertThat(metadata("note", "ü".repeat(255))).isEmpty();
    assertThat(metadata("note", "ü".repeat(256)))
        .extracting(InputProblem::pointer)
        .containsExactly(VM + "metadata/note");
    assertThat(metadata("note", "🐪"))
        .extracting(InputProblem::pointer)
        .containsExactly(VM + "metadata/note");
    assertThat(metadata("k".repeat(255), "x")).isEmpty();
    assertThat(metadata("k".repeat(256), "x")).hasSize(1);
    assertThat(metadata("", "x")).isNotEmpty();
    assertThat(metadata("ümlaut", "x")).hasSize(1);
    assertThat(metadata("a/b", "x")).hasSize(1);
  }

  @Test
  void whatCaravanSaysOfAServerIsNotForTemplates() {
    for (String ours : List.of("deployment_id", "vm_type")) {
      assertThat(metadata(ours, "x"))
          .containsExactly(
              new InputProblem(
                  VM + "metadata/" + ours, "is set by Caravan itself: give it another name"));
    }
  }

  @Test
  void subnetsAreThoseThatNeutronTakes() {
    for (String fine : List.of("10.1.2.0/30", "169.254.0.0/24", "192.168.0.0/16")) {
      assertThat(subnet(fine)).as(fine).isEmpty();
    }
    for (String wrong :
        List.of("10.1.2.0/31", "10.1.2.1/32", "127.0.0.0/24", "224.1.0.0/16", "0.0.0.0/8")) {
      assertThat(subnet(wrong))
          .as(wrong)
          .extracting(InputProblem::pointer)
          .containsExactly("/network_config/subnets/main/cidr");
    }
    assertThat(subnet("10.1.2.7/24"))
        .extracting(InputProblem::message)
        .containsExactly(
            "\"10.1.2.7/24\" is no block of IPv4 addresses such as 10.20.1.0/24; did you mean 10.1.2.0/24?");
    assertThat(subnet("010.1.2.0/24"))
        .extracting(InputProblem::pointer)
        .containsExactly("/network_config/subnets/main/cidr");
    assertThat(subnet("fd00::/64"))
        .extracting(InputProblem::message)
        .allMatch(message -> message.endsWith("; IPv6 is not supported"));
  }

  @Test
  void fixedAddressesAreOnesThatAServerCanHave() {
    for (String wrong :
        List.of("10.20.0.0", "10.20.0.1", "10.20.3.255", "10.20.4.1", "10.20.0.07", "::1")) {
      ObjectNode blueprint = blueprint();
      ((ObjectNode) blueprint.at("/vm_config/server")).putArray("fixed_addresses").add(wrong);
      assertThat(BlueprintCheck.of(new Blueprint(blueprint)))
          .as(wrong)
          .extracting(InputProblem::pointer)
          .containsExactly(VM + "fixed_addresses/0");
    }
  }

  private static List<InputProblem> with(String field, String value) {
    ObjectNode blueprint = blueprint();
    ((ObjectNode) blueprint.at("/vm_config/server")).put(field, value);
    return BlueprintCheck.of(new Blueprint(blueprint));
  }

  private static List<InputProblem> metadata(String key, String value) {
    ObjectNode blueprint = blueprint();
    ((ObjectNode) blueprint.at("/vm_config/server")).putObject("metadata").put(key, value);
    return BlueprintCheck.of(new Blueprint(blueprint));
  }

  private static List<InputProblem> subnet(String cidr) {
    ObjectNode blueprint = blueprint();
    ((ObjectNode) blueprint.path("network_config")).put("cidr", "0.0.0.0/0");
    ((ObjectNode) blueprint.at("/network_config/subnets/main")).put("cidr", cidr);
    ((ObjectNode) blueprint.at("/vm_config/server")).put("count", 0);
    return BlueprintCheck.of(new Blueprint(blueprint));
  }

  private static ObjectNode blueprint() {
    ObjectNode blueprint = JSON.createObjectNode();
    ObjectNode network = blueprint.putObject("network_config").put("cidr", "10.20.0.0/22");
    network.putObject("subnets").putObject("main").put("cidr", "10.20.0.0/22");
    blueprint
        .putObject("vm_config")
        .putObject("server")
        .put("count", 1)
        .put("flavor", "m1.tiny")
        .put("image", "cirros")
        .put("subnet", "main");
    return blueprint;
  }
}
