package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was there before is known wherever an update dies, and comes back if NetBox refuses. */
class InterruptedUpdateTest {

  private static final String PATH = "device-types/J1/a.yaml";
  private static final String MODULE = "module-types/J1/m.yaml";
  private static final String TYPES = "dcim/device-types";
  private static final String INTERFACES = "dcim/interface-templates";

  private SandboxNetBox netbox = SandboxNetBox.start("4.7.3", 0);
  private SandboxControl control = new SandboxControl(netbox.url());

  @AfterEach
  void stop() {
    netbox.close();
  }

  private void start(String version) {
    netbox.close();
    netbox = SandboxNetBox.start(version, 0);
    control = new SandboxControl(netbox.url());
  }

  @ParameterizedTest
  @CsvSource({
    "4.2.9, dcim/device-types, false", "4.2.9, dcim/device-types, true",
    "4.7.3, dcim/device-types, false", "4.7.3, dcim/device-types, true",
    "4.2.9, dcim/interface-templates, false", "4.2.9, dcim/interface-templates, true",
    "4.7.3, dcim/interface-templates, false", "4.7.3, dcim/interface-templates, true",
  })
  void whatWasThereBeforeIsWrittenDownFirst(String version, String path, boolean done) {
    start(version);
    lab(type("old", "1000base-t")).run();
    Lab update = dyingAt(path, done, type("new", "10gbase-t"));

    JsonNode before = update.before(path.equals(TYPES) ? "device_types" : "interfaces");

    assertThat(before.path(path.equals(TYPES) ? "comments" : "label").asText()).isEqualTo("old");
    assertThat(text(path)).isEqualTo(done ? "new" : "old");

    update.write();

    assertThat(update.outcome(PATH)).isEqualTo("updated");
    assertThat(update.problems()).isEmpty();
    assertNow("new", "10gbase-t");
  }

  @ParameterizedTest
  @CsvSource({
    "4.2.9, dcim/device-types, false", "4.2.9, dcim/device-types, true",
    "4.7.3, dcim/device-types, false", "4.7.3, dcim/device-types, true",
    "4.2.9, dcim/interface-templates, false", "4.2.9, dcim/interface-templates, true",
    "4.7.3, dcim/interface-templates, false", "4.7.3, dcim/interface-templates, true",
  })
  void whatAnUpdateChangedBeforeItDiedIsSetBack(String version, String path, boolean done) {
    start(version);
    lab(type("old", "1000base-t")).run();
    Lab update = dyingAt(path, done, withBadOutlet());

    update.write();

    assertThat(update.outcome(PATH)).isEqualTo("refused");
    assertThat(update.problems())
        .anyMatch(problem -> problem.contains("/power-outlets/0"))
        .noneMatch(problem -> problem.contains("keeps a part of it"));
    assertNow("old", "1000base-t");
    assertThat(control.count("dcim/power-outlet-templates")).isZero();
  }

  /** It dies at the type, goes on, dies again at the components, goes on, and is refused. */
  @ParameterizedTest
  @CsvSource({
    "4.2.9, false, false", "4.2.9, false, true", "4.2.9, true, false", "4.2.9, true, true",
    "4.7.3, false, false", "4.7.3, false, true", "4.7.3, true, false", "4.7.3, true, true",
  })
  void whatAnUpdateChangedBeforeItDiedTwiceIsSetBack(String version, boolean first, boolean then) {
    start(version);
    lab(type("old", "1000base-t")).run();
    Lab update = dyingAt(TYPES, first, withBadOutlet());
    diesAgainAt(update, INTERFACES, then);

    update.write();

    assertThat(update.outcome(PATH)).isEqualTo("refused");
    assertThat(update.problems()).noneMatch(problem -> problem.contains("keeps a part of it"));
    assertNow("old", "1000base-t");
  }

  private static void diesAgainAt(Lab lab, String path, boolean done) {
    lab.netbox.fate =
        (sent, answered) ->
            answered == done && sent.method().equals("PATCH") && sent.path().equals(path);
    assertThatThrownBy(lab::write).isInstanceOf(NetBoxOverHttp.Killed.class);
    lab.netbox.fate = (sent, answered) -> false;
  }

  /** Two imports that were cancelled before they changed anything took nothing from the first. */
  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void whatTwoCancelledUpdatesWereAboutToWriteIsNobodyElses(boolean first, boolean then) {
    lab(type("old", "1000base-t")).run();
    dyingAt(INTERFACES, first, type("new", "10gbase-t")).is("cancelled");
    dyingAt(INTERFACES, then, type("newer", "25gbase-x-sfp28")).is("cancelled");
    ObjectNode silent = type("old", "1000base-t");
    silent.path("interfaces").forEach(each -> ((ObjectNode) each).remove("label"));
    silent.remove("comments");
    Lab next = lab(silent);

    next.run();

    assertThat(next.outcome(PATH)).isEqualTo("updated");
    assertThat(next.problems()).noneMatch(problem -> problem.contains("left as it stands"));
    assertNow("", "1000base-t");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void attributesAreSetBackToo(boolean done) {
    lab(MODULE, fan(1000)).run();
    ObjectNode bad = fan(2000);
    bad.putArray("interfaces").addObject().put("name", "e0").put("type", "no-such-type");
    Lab update = lab(MODULE, bad);
    dyingAt(update, "dcim/module-types", done);

    update.write();

    assertThat(update.outcome(MODULE)).isEqualTo("refused");
    assertThat(update.problems()).noneMatch(problem -> problem.contains("keeps a part of it"));
    JsonNode type = control.objects("dcim/module-types", "").path(0);
    assertThat(type.at("/attributes/rpm").asInt()).isEqualTo(1000);
    assertThat(type.at("/profile/name").asText()).isEqualTo("Fan");
  }

  private static ObjectNode fan(int rpm) {
    ObjectNode type = Library.type("J1", "M").put("profile", "Fan");
    type.putObject("attributes").put("rpm", rpm);
    return type;
  }

  /** The change was written down, and then never sent: nobody has to set anything back. */
  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.7.3"})
  void whatWasNeverSentIsNoChangeOfSomebodyElse(String version) {
    start(version);
    lab(type("old", "1000base-t")).run();
    Lab update = dyingAt(INTERFACES, false, withBadOutlet());
    control.status(400, "PATCH", "/api/dcim/device-types/", 0, 5);
    control.status(400, "PATCH", "/api/dcim/interface-templates/", 0, 5);

    update.write();

    assertThat(update.outcome(PATH)).isEqualTo("refused");
    assertThat(text(INTERFACES)).isEqualTo("old");
    assertThat(update.problems()).noneMatch(problem -> problem.contains("somebody has changed"));
  }

  /** Nobody goes on with a cancelled import: the next one knows what the first import wrote. */
  @ParameterizedTest
  @CsvSource({"4.2.9, false", "4.2.9, true", "4.7.3, false", "4.7.3, true"})
  void whatACancelledUpdateWasAboutToWriteIsNobodyElses(String version, boolean done) {
    start(version);
    lab(type("old", "1000base-t")).run();
    Lab cancelled = dyingAt(INTERFACES, done, type("new", "10gbase-t"));
    cancelled.is("cancelled");
    ObjectNode silent = type("old", "1000base-t");
    silent.path("interfaces").forEach(each -> ((ObjectNode) each).remove("label"));
    silent.remove("comments");
    Lab next = lab(silent);

    next.run();

    assertThat(next.outcome(PATH)).isEqualTo("updated");
    assertThat(next.problems()).noneMatch(problem -> problem.contains("left as it stands"));
    assertNow("", "1000base-t");
  }

  private static ObjectNode type(String text, String speed) {
    ObjectNode type = Library.type("J1", "A").put("slug", "j1-a").put("comments", text);
    ArrayNode interfaces = type.putArray("interfaces");
    for (int i = 0; i < 3; i++) {
      interfaces.addObject().put("name", "e" + i).put("type", speed).put("label", text);
    }
    return type;
  }

  private static ObjectNode withBadOutlet() {
    ObjectNode type = type("new", "10gbase-t");
    type.putArray("power-outlets").addObject().put("name", "O1").put("type", "no-such-type");
    return type;
  }

  private Lab lab(ObjectNode definition) {
    return lab(PATH, definition);
  }

  private Lab lab(String file, ObjectNode definition) {
    Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN));
    lab.inputs = Map.of("commit", "c0ffee", "existing", "update", "dry_run", false);
    lab.define(file, definition);
    return lab;
  }

  private Lab dyingAt(String path, boolean done, ObjectNode definition) {
    Lab lab = lab(definition);
    dyingAt(lab, path, done);
    return lab;
  }

  /** The node dies before the first such change is sent, or before its answer comes. */
  private static void dyingAt(Lab lab, String path, boolean done) {
    lab.compare();
    lab.netbox.fate =
        (sent, answered) ->
            answered == done && sent.method().equals("PATCH") && sent.path().equals(path);
    assertThatThrownBy(lab::write).isInstanceOf(NetBoxOverHttp.Killed.class);
    lab.netbox.fate = (sent, answered) -> false;
  }

  private String text(String path) {
    JsonNode first = control.objects(path, "").path(0);
    return first.path(path.equals(TYPES) ? "comments" : "label").asText();
  }

  private void assertNow(String text, String speed) {
    assertThat(text(TYPES)).isEqualTo(text);
    assertThat(control.objects(INTERFACES, ""))
        .hasSize(3)
        .allSatisfy(
            each -> {
              assertThat(each.path("label").asText()).isEqualTo(text);
              assertThat(each.at("/type/value").asText()).isEqualTo(speed);
            });
  }
}
