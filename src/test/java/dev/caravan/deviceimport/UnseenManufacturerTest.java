package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token whose permission to view leaves something out. */
class UnseenManufacturerTest {

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.7.3"})
  void isSaidToExistAndNotToBeSeen(String version) {
    try (SandboxNetBox netbox = SandboxNetBox.start(version, 0)) {
      importing(netbox, "A", "");

      Lab lab = importing(netbox, "B", "dcim/manufacturers");

      assertThat(lab.outcomes()).isEqualTo(Map.of("refused", 1L));
      assertThat(lab.problems())
          .hasSize(1)
          .first()
          .asString()
          .contains("manufacturer with this name already exists")
          .contains("exists but cannot be seen with this token");
    }
  }

  @Test
  void whatNetBoxWouldNotHaveAnyhowIsNotBlamedOnTheToken() {
    try (SandboxNetBox netbox = SandboxNetBox.start("4.7.3", 0)) {
      Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN));
      lab.define(
          "device-types/P10/a.yaml", Library.type("P".repeat(101), "A").put("slug", "p10-a"));
      lab.run();

      assertThat(lab.problems()).hasSize(1).noneMatch(each -> each.contains("this token"));
    }
  }

  private static Lab importing(SandboxNetBox netbox, String model, String unseen) {
    Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN));
    lab.netbox.unseen.add(unseen);
    lab.define(
        "device-types/P10/%s.yaml".formatted(model),
        Library.type("P10", model).put("slug", "p10-" + model.toLowerCase(Locale.ROOT)));
    lab.run();
    return lab;
  }
}
