package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.deviceimport.NetBoxOverHttp.Killed;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.NetBoxRequest;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports into NetBoxes of both shapes while nodes die, answers get lost and proxies balk. */
class ImportUnderFaultsTest {

  private static final int TYPES = 9;

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

  private SandboxControl control(String version) {
    return new SandboxControl(address(version));
  }

  private String address(String version) {
    return Objects.requireNonNull(netboxes.get(version)).url();
  }

  private Lab lab(String version) {
    return new Lab(new NetBoxOverHttp(address(version), SandboxNetBox.TOKEN), 10);
  }

  private static Map<String, JsonNode> library() {
    Map<String, JsonNode> library = new TreeMap<>(Library.switches(TYPES - 1));
    library.put("module-types/Acme/M1.yaml", Library.module("M1"));
    return library;
  }

  /** All that the library says is there, once. */
  private void assertWhole(String version) {
    SandboxControl netbox = control(version);
    assertThat(netbox.count("dcim/device-types")).isEqualTo(TYPES - 1);
    assertThat(netbox.count("dcim/module-types")).isEqualTo(1);
    for (ComponentKind kind : ComponentKind.values()) {
      int wanted =
          library().values().stream().mapToInt(d -> d.path(kind.libraryKey()).size()).sum();
      assertThat(netbox.count(kind.path())).as(kind.path()).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void writesALibraryWhole(String version) {
    Lab lab = lab(version);
    lab.define(library());

    lab.run();

    assertThat(lab.outcomes()).isEqualTo(Map.of("created", (long) TYPES));
    assertThat(lab.problems()).isEmpty();
    assertWhole(version);
    assertThat(lab.done).isEqualTo(lab.total);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void createsNothingTheSecondTime(String version) {
    Lab first = lab(version);
    first.define(library());
    first.run();
    Lab second = lab(version);
    second.define(library());

    second.run();

    assertThat(second.outcomes()).isEqualTo(Map.of("skipped", (long) TYPES));
    assertThat(second.netbox.sent).containsOnlyKeys("GET");
    assertThat(second.netbox.sent.get("GET")).isLessThanOrEqualTo(15);
  }

  static IntStream requestsToDieAt() {
    return IntStream.range(0, 70);
  }

  @ParameterizedTest
  @MethodSource("requestsToDieAt")
  void goesOnWhereANodeDied(int request) {
    String version = request % 2 == 0 ? "4.7.3" : "4.4.10";
    boolean afterTheAnswer = request / 2 % 2 == 0;
    Lab lab = lab(version);
    lab.define(library());
    lab.compare();
    AtomicInteger left = new AtomicInteger(request);
    lab.netbox.fate = (sent, answered) -> answered == afterTheAnswer && left.getAndDecrement() <= 0;

    boolean died = diesOnce(lab);
    lab.netbox.fate = (sent, answered) -> false;
    lab.write();

    assertThat(died).isEqualTo(left.get() < 0);
    assertThat(lab.outcomes()).isEqualTo(Map.of("created", (long) TYPES));
    assertThat(lab.problems()).isEmpty();
    assertWhole(version);
    assertThat(lab.journalled())
        .isEqualTo(library().values().stream().mapToInt(ImportUnderFaultsTest::objects).sum() + 2);
  }

  private static int objects(JsonNode definition) {
    int components =
        Arrays.stream(ComponentKind.values())
            .mapToInt(kind -> definition.path(kind.libraryKey()).size())
            .sum();
    return 1 + components;
  }

  private static boolean diesOnce(Lab lab) {
    try {
      lab.write();
      return false;
    } catch (Killed died) {
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void looksWhenAnswersAreLost(String version) {
    SandboxControl netbox = control(version);
    netbox.fault("drop_after", "POST", "/api/dcim/manufacturers/", 0, 1);
    netbox.fault("drop_after", "POST", "/api/dcim/device-types/", 0, 1);
    netbox.fault("drop_after", "POST", "/api/dcim/interface-templates/", 1, 3);
    netbox.fault("drop_before", "POST", "/api/dcim/power-port-templates/", 0, 2);
    netbox.fault("drop_after", "POST", "/api/dcim/front-port-templates/", 0, 1);
    netbox.fault("drop_after", "POST", "/api/dcim/inventory-item-templates/", 0, 1);
    netbox.status(504, "POST", "/api/dcim/rear-port-templates/", 0, 1);
    Lab lab = lab(version);
    lab.define(library());

    lab.run();

    assertThat(lab.outcomes()).isEqualTo(Map.of("created", (long) TYPES));
    assertThat(lab.problems()).isEmpty();
    assertWhole(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void sendsLessAtOnceWhenThatIsTooMuch(String version) {
    control(version).limit("/api/dcim/interface-templates/", 3);
    Lab lab = lab(version);
    lab.define(library());

    lab.run();

    assertThat(lab.outcomes()).isEqualTo(Map.of("created", (long) TYPES));
    assertWhole(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void keepsANodesDeathFromLeavingHalfOfARefusedDefinition(String version) {
    Lab lab = lab(version);
    lab.define(library());
    JsonNode bad = Library.withInterface("BAD", "no-such-type");
    lab.define("device-types/Acme/BAD.yaml", bad);
    lab.compare();
    lab.netbox.fate = (sent, answered) -> !answered && sent.method().equals("DELETE");
    assertThatThrownBy(lab::write).isInstanceOf(Killed.class);
    assertThat(control(version).count("dcim/device-types")).isEqualTo(TYPES);

    lab.netbox.fate = (sent, answered) -> false;
    lab.write();

    assertThat(lab.outcome("device-types/Acme/BAD.yaml")).isEqualTo("refused");
    assertWhole(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void completesWhatAnEarlierImportLeftHalfMade(String version) {
    Lab abandoned = lab(version);
    abandoned.define(library());
    abandoned.compare();
    abandoned.netbox.fate = dyingAt(ComponentKind.REAR_PORTS);
    assertThatThrownBy(abandoned::write).isInstanceOf(Killed.class);
    Lab next = lab(version);
    next.define(library());

    next.run();

    assertThat(next.outcomes()).isEqualTo(Map.of("created", (long) TYPES));
    assertThat(next.problems()).isEmpty();
    assertWhole(version);
  }

  private static NetBoxOverHttp.Fate dyingAt(ComponentKind kind) {
    return (NetBoxRequest sent, boolean answered) ->
        !answered && sent.method().equals("POST") && sent.path().equals(kind.path());
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void leavesATypeAloneThatSomebodyElseMadeMeanwhile(String version) {
    Lab lab = lab(version);
    lab.define(library());
    lab.compare();
    Lab other = lab(version);
    other.define(
        "device-types/Acme/S001.yaml", Library.type("Acme", "S001").put("slug", "acme-s001"));
    other.run();

    lab.write();

    assertThat(lab.outcome("device-types/Acme/S001.yaml")).isEqualTo("skipped");
    assertThat(lab.outcomes()).isEqualTo(Map.of("created", TYPES - 1L, "skipped", 1L));
  }
}
