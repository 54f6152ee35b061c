package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.NetBoxRequest;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Types that earlier imports made and the library has no longer, or under another name. */
class LeftoversTest {

  private static final String BOTH = "device-types/U1/both.yaml";
  private static final String GONE = "device-types/U1/gone.yaml";
  private static final String OTHER = "device-types/U2/other.yaml";

  private final SandboxNetBox netbox = SandboxNetBox.start("4.7.3", 0);

  @AfterEach
  void stop() {
    netbox.close();
  }

  @Test
  void areNamedAndNeverDeleted() {
    importing(Map.of(BOTH, type("Both Old"), GONE, type("Gone")));

    Lab update = importing(Map.of(BOTH, type("Both New")));

    assertThat(update.outcomes()).isEqualTo(Map.of("created", 1L, "gone", 1L));
    assertThat(update.outcome(GONE)).isEqualTo("gone");
    assertThat(update.problems())
        .hasSize(2)
        .anyMatch(each -> each.startsWith(BOTH + " /model: \"Both Old\", which an earlier import"))
        .anyMatch(each -> each.startsWith(GONE + " : \"Gone\", which an earlier import made"));
    assertThat(update.netbox.sent).doesNotContainKeys("PATCH", "DELETE");
    assertThat(new SandboxControl(netbox.url()).count("dcim/device-types")).isEqualTo(3);
    Lab again = importing(Map.of(BOTH, type("Both New")));
    assertThat(again.outcome(BOTH)).isEqualTo("unchanged");
    assertThat(again.problems()).hasSize(2);
  }

  @Test
  void aFileUnderAnotherNameIsTheSameType() {
    importing(Map.of(GONE, type("Gone")));

    Lab update = importing(Map.of(BOTH, type("Gone")));

    assertThat(update.outcomes()).isEqualTo(Map.of("unchanged", 1L));
    assertThat(update.problems()).isEmpty();
  }

  @Test
  void whatWasNotReadIsNotMissed() {
    importing(Map.of(BOTH, type("Both"), GONE, type("Gone"), OTHER, type("Other")));
    Map<String, JsonNode> one = Map.of(BOTH, type("Both"));

    assertThat(importing(one, Map.of()).outcomes()).isEqualTo(Map.of("unchanged", 1L));
    assertThat(importing(one, vendor("U1")).outcomes())
        .isEqualTo(Map.of("unchanged", 1L, "gone", 1L));
    assertThat(importing(one, Map.of("selected_vendors", List.of("all"))).outcomes())
        .isEqualTo(Map.of("unchanged", 1L, "gone", 2L));
    assertThat(
            importing(
                    one, Map.of("selected_vendors", List.of("all"), "device_type_filter", "Both.*"))
                .outcomes())
        .isEqualTo(Map.of("unchanged", 1L));
    assertThat(
            importing(one, Map.of("selected_vendors", List.of("all"), "library_url", "elsewhere"))
                .outcomes())
        .isEqualTo(Map.of("unchanged", 1L));
  }

  @Test
  void whatPeopleDeletedIsNotMissed() {
    importing(Map.of(GONE, type("Gone")));
    long id =
        new SandboxControl(netbox.url()).objects("dcim/device-types", "").at("/0/id").asLong();
    NetBoxOverHttp api = new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN);
    api.send(
        NetBoxRequest.delete(
            "dcim/device-types",
            LabDatabase.JSON
                .createArrayNode()
                .add(LabDatabase.JSON.createObjectNode().put("id", id))));

    assertThat(importing(Map.of(BOTH, type("Both"))).outcomes()).isEqualTo(Map.of("created", 1L));
  }

  private static JsonNode type(String model) {
    return Library.type("U1", model)
        .put("slug", "u1-" + model.toLowerCase(Locale.ROOT).replace(' ', '-'));
  }

  private static Map<String, Object> vendor(String name) {
    return Map.of("vendors", List.of(Map.of("name", name)));
  }

  private Lab importing(Map<String, JsonNode> definitions) {
    return importing(definitions, vendor("U1"));
  }

  private Lab importing(Map<String, JsonNode> definitions, Map<String, Object> scope) {
    Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN));
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("commit", "c0ffee");
    inputs.put("library_url", "https://git.example/library.git");
    inputs.put("existing", "update");
    inputs.putAll(scope);
    lab.inputs = inputs;
    lab.define(definitions);
    lab.run();
    return lab;
  }
}
