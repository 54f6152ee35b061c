package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.caravan.failure.InputProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with networks and servers that no cloud needs to be asked about. */
class BlueprintCheckTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @Test
  void aGoodOneHasNoProblem() {
    assertThat(problems("10.1.0.0/24", "10.1.1.0/24", 3)).isEmpty();
  }

  @Test
  void subnetsMayNotOverlap() {
    assertThat(problems("10.1.0.0/23", "10.1.1.0/24", 1))
        .containsExactly(new InputProblem("/network_config/subnets/b/cidr", "overlaps subnet a"));
  }

  @Test
  void subnetsLieInTheNetwork() {
    assertThat(problems("10.1.0.0/24", "10.2.0.0/24", 1))
        .containsExactly(
            new InputProblem("/network_config/subnets/b/cidr", "lies outside the network's cidr"));
  }

  @Test
  void subnetsHaveRoomForTheirServers() {
    assertThat(problems("10.1.0.0/29", "10.1.1.0/24", 5))
        .containsExactly(
            new InputProblem("/network_config/subnets/a/cidr", "has 4 addresses for 5 servers"));
  }

  @Test
  void blocksAreWellFormed() {
    for (String wrong : List.of("10.1.0.1/24", "10.1.0.0/33", "10.1.0/24", "300.0.0.0/8", "any")) {
      assertThat(problems(wrong, "10.1.1.0/24", 1))
          .extracting(InputProblem::pointer)
          .contains("/network_config/subnets/a/cidr");
    }
  }

  @Test
  void namesLeadSomewhere() throws JsonProcessingException {
    String yaml =
        """
        network_config:
          cidr: 10.1.0.0/16
          subnets: {a: {cidr: 10.1.0.0/24}}
          security_groups: {s: {rules: [{protocol: tcp, port: 1, remote_group: none}]}}
        vm_config:
          vm: {count: -1, flavor: f, subnet: none, security_groups: [s, none], fixed_addresses: []}
        """;

    assertThat(BlueprintCheck.of(new Blueprint(YAML.readTree(yaml))))
        .extracting(InputProblem::pointer)
        .containsExactlyInAnyOrder(
            "/network_config/security_groups/s/rules/0/remote_group",
            "/vm_config/vm/count",
            "/vm_config/vm/image",
            "/vm_config/vm/subnet",
            "/vm_config/vm/security_groups/1");
  }

  @Test
  void whatIsNoFieldOrOfNoUseIsNamed() throws JsonProcessingException {
    String yaml =
        """
        network_config:
          cidr: 10.1.0.0/16
          dns: [nine]
          subnets: {a: {cidr: 10.1.0.0/24, gateway: 10.1.0.1}, B: {cidr: 10.1.1.0/24}}
          security_groups:
            s:
              rules:
                - {protocol: tcp, port: 8100-8000}
                - {protocol: icmp, port: 1}
                - {protocol: tcp, port: 70000}
                - {protocol: tcp, port: ssh}
                - {protocol: carrier-pigeon}
                - {protocol: tcp, port: 80, remote: anywhere}
                - {protocol: tcp, port: 80, remote: 10.0.0.0/8, remote_group: s}
                - {protocol: tcp, port: 8000-8100, remote_group: s}
        vm_config:
          vm:
            {count: 2, flavour: f, flavor: f, image: i, subnet: a, fixed_addresses: [10.1.0.1, 10.2.0.9], metadata: {n: 1}}
          other:
            {count: 1.5, flavor: f, image: i, subnet: a, fixed_addresses: [10.1.0.7, 10.1.0.7], anti_affinity: yes please}
        """;

    assertThat(BlueprintCheck.of(new Blueprint(YAML.readTree(yaml))))
        .extracting(InputProblem::pointer)
        .containsExactlyInAnyOrder(
            "/network_config/dns/0",
            "/network_config/subnets/a/gateway",
            "/network_config/subnets",
            "/network_config/security_groups/s/rules/0/port",
            "/network_config/security_groups/s/rules/1/port",
            "/network_config/security_groups/s/rules/2/port",
            "/network_config/security_groups/s/rules/3/port",
            "/network_config/security_groups/s/rules/4/protocol",
            "/network_config/security_groups/s/rules/5/remote",
            "/network_config/security_groups/s/rules/6/remote",
            "/vm_config/vm/flavour",
            "/vm_config/vm/fixed_addresses/0",
            "/vm_config/vm/fixed_addresses/1",
            "/vm_config/vm/metadata/n",
            "/vm_config/other/count",
            "/vm_config/other/fixed_addresses",
            "/vm_config/other/fixed_addresses/1",
            "/vm_config/other/anti_affinity");
  }

  @Test
  void parametersGoToPlacesThatAreThere() throws JsonProcessingException {
    String yaml =
        """
        name: t
        title: none
        parameters: {type: object, properties: {n: {type: integer}, z: {type: string}}}
        bindings:
          n: [vm_config.vm.count, vm_config.wm.count]
          z: name
          gone: [vm_config.vm.image]
        network_config: {cidr: 10.1.0.0/16, subnets: {a: {cidr: 10.1.0.0/24}}}
        vm_config: {vm: {count: 1, flavor: f, image: i, subnet: a}}
        """;

    assertThat(TemplateFields.problems(new Template("t", 0, YAML.readTree(yaml))))
        .extracting(InputProblem::pointer)
        .containsExactlyInAnyOrder("/title", "/bindings/n/1", "/bindings/z", "/bindings/gone");
  }

  private static List<InputProblem> problems(String a, String b, int servers) {
    String yaml =
        """
        network_config:
          cidr: 10.1.0.0/16
          subnets: {a: {cidr: %s}, b: {cidr: %s}}
        vm_config:
          vm: {count: %d, flavor: f, image: i, subnet: a}
        """
            .formatted(a, b, servers);
    try {
      return BlueprintCheck.of(new Blueprint(YAML.readTree(yaml)));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
