package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Security groups and their rules. */
class SecurityGroupsContractTest {

  private static Reply rule(Tenant tenant, JsonNode group, Object... attributes) {
    var body = with(attributes);
    body.put("security_group_id", Tenant.id(group));
    return tenant
        .client()
        .post("network", "/security-group-rules", with("security_group_rule", body));
  }

  @ContractTest
  void groupLetsOutEverythingAtFirst(Tenant tenant) {
    JsonNode group = tenant.make("security_group", "description", "made by a test");

    assertThat(group.path("security_group_rules")).hasSize(2);
    assertThat(group.path("security_group_rules").findValuesAsText("direction"))
        .containsOnly("egress");
    assertThat(group.path("security_group_rules").findValuesAsText("ethertype"))
        .containsExactlyInAnyOrder("IPv4", "IPv6");
    assertThat(group.path("description").asText()).isEqualTo("made by a test");
  }

  @ContractTest
  void ruleStandsInAGroupOnce(Tenant tenant) {
    JsonNode group = tenant.make("security_group");
    Object[] ssh = {
      "direction", "ingress",
      "protocol", "tcp",
      "port_range_min", 22,
      "port_range_max", 22,
      "remote_ip_prefix", "10.0.0.0/8"
    };

    JsonNode made = rule(tenant, group, ssh).is(201).thing();
    Reply again = rule(tenant, group, ssh);

    assertThat(made.path("ethertype").asText()).isEqualTo("IPv4");
    assertThat(made.path("port_range_min").asInt()).isEqualTo(22);
    assertThat(again.is(409).type()).isEqualTo("SecurityGroupRuleExists");
    assertThat(again.message())
        .isEqualTo("Security group rule already exists. Rule id is " + Tenant.id(made) + ".");
    assertThat(tenant.one("security_group", group).path("security_group_rules")).hasSize(3);
    assertThat(
            tenant.list(
                "network",
                "/security-group-rules?direction=ingress&security_group_id=" + Tenant.id(group)))
        .extracting(Tenant::id)
        .containsExactly(Tenant.id(made));
    tenant.client().delete("network", "/security-group-rules/" + Tenant.id(made)).is(204);
    assertThat(
            tenant
                .client()
                .delete("network", "/security-group-rules/" + Tenant.id(made))
                .is(404)
                .type())
        .isEqualTo("SecurityGroupRuleNotFound");
  }

  @ContractTest
  void rulesMayComeTogether(Tenant tenant) {
    JsonNode group = tenant.make("security_group");
    Object ping =
        with("security_group_id", Tenant.id(group), "direction", "ingress", "protocol", "icmp");
    Object each =
        with(
            "security_group_id",
            Tenant.id(group),
            "direction",
            "ingress",
            "remote_group_id",
            Tenant.id(group));

    Reply reply =
        tenant
            .client()
            .post(
                "network",
                "/security-group-rules",
                with("security_group_rules", List.of(ping, each)));

    assertThat(reply.is(201).json().path("security_group_rules")).hasSize(2);
  }

  @ContractTest
  void rulesOfTheSameMeaningAreRefused(Tenant tenant) {
    JsonNode group = tenant.make("security_group");
    Object[] ssh = {
      "direction", "ingress", "protocol", "tcp", "port_range_min", 22, "port_range_max", 22
    };
    Object[] everybody = {
      "direction",
      "ingress",
      "protocol",
      "6",
      "port_range_min",
      22,
      "port_range_max",
      22,
      "remote_ip_prefix",
      "0.0.0.0/0"
    };
    var one = with(ssh);
    var other = with(everybody);
    one.put("security_group_id", Tenant.id(group));
    other.put("security_group_id", Tenant.id(group));

    Reply both =
        tenant
            .client()
            .post(
                "network",
                "/security-group-rules",
                with("security_group_rules", List.of(one, other)));

    assertThat(both.is(409).type()).isEqualTo("DuplicateSecurityGroupRuleInPost");
    assertThat(both.message()).isEqualTo("Duplicate Security Group Rule in POST.");
    assertThat(tenant.one("security_group", group).path("security_group_rules")).hasSize(2);
    rule(tenant, group, ssh).is(201);
    assertThat(rule(tenant, group, everybody).is(409).type()).isEqualTo("SecurityGroupRuleExists");
    JsonNode all =
        rule(
                tenant,
                group,
                "direction",
                "ingress",
                "protocol",
                "TCP",
                "port_range_min",
                1,
                "port_range_max",
                65535)
            .is(201)
            .thing();
    assertThat(all.path("port_range_min").isNull()).isTrue();
    assertThat(all.path("protocol").asText()).isEqualTo("tcp");
  }

  @ContractTest
  void rulesThatMakeNoSenseAre400(Tenant tenant) {
    JsonNode group = tenant.make("security_group");

    Reply ports =
        rule(
            tenant,
            group,
            "direction",
            "ingress",
            "protocol",
            "tcp",
            "port_range_min",
            30,
            "port_range_max",
            20);
    Reply prefix = rule(tenant, group, "direction", "ingress", "remote_ip_prefix", "nonsense");
    Reply direction = rule(tenant, group, "protocol", "tcp");

    assertThat(ports.is(400).type()).isEqualTo("SecurityGroupInvalidPortRange");
    prefix.is(400);
    assertThat(direction.is(400).message()).contains("'direction'");
  }

  @ContractTest
  void defaultGroupIsAlwaysThere(Tenant tenant) {
    List<JsonNode> groups =
        tenant.list(
            "network", "/security-groups?name=default&project_id=" + tenant.client().projectId());

    assertThat(groups).hasSize(1);
    Reply held = tenant.client().delete("network", "/security-groups/" + Tenant.id(groups.get(0)));
    assertThat(held.is(409).type()).isEqualTo("SecurityGroupCannotRemoveDefault");
    Reply second =
        tenant
            .client()
            .post("network", "/security-groups", with("security_group", with("name", "default")));
    assertThat(second.is(409).type()).isEqualTo("SecurityGroupDefaultAlreadyExists");
  }
}
