package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Definitions that NetBox refuses are reported in its words, and nothing of them stays. */
class RefusedDefinitionsTest {

  private Map<String, SandboxNetBox> netboxes = Map.of();

  @BeforeEach
  void start() {
    netboxes =
        Map.of(
            "4.4.10", SandboxNetBox.start("4.4.10", 0), "4.7.3", SandboxNetBox.start("4.7.3", 0));
  }

  @AfterEach
  void stop() {
    netboxes.values().forEach(SandboxNetBox::close);
  }

  private Lab lab(String version) {
    return new Lab(
        new NetBoxOverHttp(
            Objects.requireNonNull(netboxes.get(version)).url(), SandboxNetBox.TOKEN));
  }

  private SandboxControl control(String version) {
    return new SandboxControl(Objects.requireNonNull(netboxes.get(version)).url());
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void takesOutTheBadAndWritesTheGood(String version) {
    Lab lab = lab(version);
    lab.define(Library.switches(6));
    lab.define("device-types/Acme/B1.yaml", Library.withInterface("B1", "no-such-type"));
    lab.define("device-types/Acme/B2.yaml", Library.aSwitch("B2").put("airflow", "sideways"));
    lab.define("device-types/Acme/B3.yaml", withBadFrontPort("B3"));
    lab.define("module-types/Acme/B4.yaml", Library.module("B4").put("weight_unit", "stone"));

    lab.run();

    assertThat(lab.outcomes()).isEqualTo(Map.of("created", 6L, "refused", 4L));
    assertThat(control(version).count("dcim/device-types")).isEqualTo(6);
    assertThat(control(version).count("dcim/module-types")).isZero();
    for (ComponentKind kind : ComponentKind.values()) {
      int wanted = 6 * Library.aSwitch("S").path(kind.libraryKey()).size();
      assertThat(control(version).count(kind.path())).as(kind.path()).isEqualTo(wanted);
    }
    assertThat(lab.problems())
        .hasSize(4)
        .anyMatch(
            p -> p.startsWith("device-types/Acme/B1.yaml /interfaces/24/type: type: no-such-type"))
        .anyMatch(p -> p.startsWith("device-types/Acme/B2.yaml /airflow: airflow: sideways"))
        .anyMatch(p -> p.startsWith("device-types/Acme/B3.yaml /front-ports/1"))
        .anyMatch(p -> p.startsWith("module-types/Acme/B4.yaml /weight_unit: weight_unit: stone"));
  }

  /** Its second front port claims the rear position of the first. */
  private static ObjectNode withBadFrontPort(String model) {
    ObjectNode type = Library.aSwitch(model);
    ((ObjectNode) type.path("front-ports").get(1)).put("rear_port_position", 1);
    return type;
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void refusesAllOfAManufacturerThatNetBoxRefuses(String version) {
    Lab lab = lab(version);
    lab.define(Library.switches(2));
    ObjectNode bad = Library.aSwitch("B1").put("manufacturer", "A".repeat(120));
    lab.define("device-types/Long/B1.yaml", bad);

    lab.run();

    assertThat(lab.outcomes()).isEqualTo(Map.of("created", 2L, "refused", 1L));
    assertThat(lab.problems()).hasSize(1).first().asString().contains("/manufacturer", "100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void keepsTheFirstOfTwoDefinitionsOfOneType(String version) {
    Lab lab = lab(version);
    lab.define(Library.switches(2));
    lab.define("device-types/Acme/twin.yaml", Library.aSwitch("S001").put("model", "Twin"));

    lab.run();

    assertThat(lab.outcomes()).isEqualTo(Map.of("created", 2L, "refused", 1L));
    assertThat(lab.outcome("device-types/Acme/S001.yaml")).isEqualTo("created");
  }
}
