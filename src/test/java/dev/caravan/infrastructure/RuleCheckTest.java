package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that Neutron takes for the same are told before anything is made. */
class RuleCheckTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String RULES = "/network_config/security_groups/web/rules/";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{protocol: tcp, port: 22} | {protocol: tcp, port: 22-22}",
        "{protocol: tcp, port: 22} | {protocol: tcp, port: '22'}",
        "{protocol: tcp, port: 22} | {port: 22, remote: 0.0.0.0/0, protocol: tcp}",
        "{protocol: tcp} | {protocol: tcp, port: 1-65535}",
        "{protocol: icmp} | {protocol: icmp, remote: 0.0.0.0/0}",
        "{} | {remote: 0.0.0.0/0}",
        "{remote_group: web} | {remote_group: web}",
        "{protocol: udp, port: 53-54, remote: 10.0.0.0/8} | {remote: 10.0.0.0/8, protocol: udp, port: 53-54}",
      })
  void sameMeaningIsTold(String one, String other) {
    assertThat(problems("[%s, {protocol: sctp, port: 9}, %s]".formatted(one, other)))
        .singleElement()
        .asString()
        .startsWith(RULES + "2 means the same as rule 0 (")
        .endsWith("): Neutron takes a rule once");
  }

  @Test
  void otherMeaningsStandBesideEachOther() {
    assertThat(
            problems(
                """
                [{protocol: tcp, port: 22}, {protocol: udp, port: 22}, {protocol: tcp, port: 22-23},
                 {protocol: tcp, port: 22, remote: 10.0.0.0/8}, {protocol: tcp, port: 22, remote_group: web},
                 {protocol: tcp, port: 22, remote: 10.0.0.0/9}, {protocol: tcp}, {protocol: icmp}, {},
                 {remote_group: web}, {remote_group: app}]
                """))
        .isEmpty();
  }

  @Test
  void whatLeadsNowhereIsTold() {
    assertThat(
            problems(
                """
                [{remote_group: ""}, {remote: "::/0"}, {remote: 10.0.0.7/24}, {remote: 10.0.0.7},
                 {protocol: tcp, port: 0-10}, {protocol: gre, port: 1}]
                """))
        .containsExactly(
            RULES + "0/remote_group there is no security group ",
            RULES
                + "1/remote \"::/0\" is no block of IPv4 addresses such as 10.20.1.0/24; IPv6 is not supported",
            RULES
                + "2/remote \"10.0.0.7/24\" is no block of IPv4 addresses such as 10.20.1.0/24; did you mean 10.0.0.0/24?",
            RULES
                + "3/remote \"10.0.0.7\" is no block of IPv4 addresses such as 10.20.1.0/24; did you mean 10.0.0.7/32?",
            RULES + "4/port must be a port from 1 to 65535, or a range of them",
            RULES + "5/port needs a protocol that has ports: tcp, udp or sctp");
  }

  private static List<String> problems(String rules) {
    List<String> problems = new ArrayList<>();
    RuleCheck check =
        new RuleCheck(
            Set.of("web", "app"), (pointer, message) -> problems.add(pointer + " " + message));
    try {
      check.check("web", YAML.readTree(rules));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
    return problems;
  }
}
