package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.deviceimport.NetBoxOverHttp.Killed;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an import made is finished or taken back, by whichever import; all else is left alone. */
class OwnershipTest {

  private static final String PATH = "device-types/Acme/S001.yaml";
  private static final String TYPES = "dcim/device-types";

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

  private Lab lab(JsonNode definition) {
    Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN), 10);
    lab.define(PATH, definition);
    return lab;
  }

  /** An import whose process was cancelled while NetBox did what it had sent there. */
  private Lab cancelledAfter(String path, JsonNode definition) {
    Lab lab = lab(definition);
    lab.compare();
    lab.netbox.fate =
        (sent, answered) -> answered && sent.method().equals("POST") && sent.path().equals(path);
    assertThatThrownBy(lab::write).isInstanceOf(Killed.class);
    lab.is("cancelled");
    return lab;
  }

  private ObjectNode byHand() {
    long maker = control.objects("dcim/manufacturers", "slug=acme").path(0).path("id").asLong();
    return LabDatabase.JSON
        .createObjectNode()
        .put("manufacturer", maker)
        .put("model", "S001")
        .put("slug", "acme-s001");
  }

  private JsonNode type() {
    return control.objects(TYPES, "slug=acme-s001").path(0);
  }

  private void assertWhole() {
    assertThat(control.count(TYPES)).isEqualTo(1);
    for (ComponentKind kind : ComponentKind.values()) {
      assertThat(control.count(kind.path()))
          .as(kind.path())
          .isEqualTo(Library.aSwitch("S001").path(kind.libraryKey()).size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void aTypeOfWhichACancelledImportNeverHeardIsFinishedByTheNext(String version) {
    start(version);
    Lab cancelled = cancelledAfter(TYPES, Library.aSwitch("S001"));
    assertThat(cancelled.told(PATH, "cancelled")).isEqualTo("uncertain");

    Lab next = lab(Library.aSwitch("S001"));
    next.run();

    assertThat(next.outcomes()).isEqualTo(Map.of("created", 1L));
    assertThat(next.problems()).isEmpty();
    assertThat(cancelled.told(PATH, "cancelled")).isEqualTo("unfinished");
    assertWhole();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void componentsOfWhichACancelledImportNeverHeardAreNotDoubled(String version) {
    for (ComponentKind kind : ComponentKind.values()) {
      if (Library.aSwitch("S").has(kind.libraryKey())) {
        start(version);
        Lab cancelled = cancelledAfter(kind.path(), Library.aSwitch("S001"));
        assertThat(cancelled.told(PATH, "cancelled")).isEqualTo("unfinished");

        Lab next = lab(Library.aSwitch("S001"));
        next.run();

        assertThat(next.outcomes()).as(kind.key()).isEqualTo(Map.of("created", 1L));
        assertWhole();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void whatWasNeverWrittenIsSaidToo(String version) {
    start(version);
    Lab lab = lab(Library.aSwitch("S001"));
    lab.compare();

    assertThat(lab.told(PATH, "running")).isEqualTo("-");
    assertThat(lab.told(PATH, "cancelled")).isEqualTo("not_written");
    assertThat(lab.told(PATH, "failed")).isEqualTo("not_written");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void aTypeThatIsOlderThanALostRequestIsSomebodyElses(String version) {
    start(version);
    Lab lab = lab(Library.aSwitch("S001"));
    lab.compare();
    AtomicBoolean made = new AtomicBoolean();
    lab.netbox.fate =
        (sent, answered) -> {
          boolean leaves = !answered && sent.method().equals("POST") && sent.path().equals(TYPES);
          if (leaves && made.compareAndSet(false, true)) {
            control.make(TYPES, byHand());
            control.fault("drop_before", "POST", "/api/dcim/device-types/", 0, 1);
          }
          return false;
        };

    lab.write();

    assertThat(lab.outcome(PATH)).isEqualTo("skipped");
    assertThat(lab.problems()).singleElement().asString().contains("somebody else");
    assertThat(control.count("dcim/interface-templates")).isZero();
  }

  /** Before 4.4 the change log has no messages: nobody can say who made it. */
  @ParameterizedTest
  @ValueSource(strings = {"4.2.9"})
  void whatIsNotCertainIsNeverDeleted(String version) {
    start(version);
    control.fault("drop_after", "POST", "/api/dcim/device-types/", 0, 1);
    Lab lab = lab(Library.withInterface("S001", "no-such-type"));

    lab.run();

    assertThat(lab.outcome(PATH)).isEqualTo("refused");
    assertThat(lab.problems()).anyMatch(problem -> problem.contains("stays in NetBox"));
    assertThat(control.count(TYPES)).isEqualTo(1);
    assertThat(control.count("dcim/power-port-templates")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void aRefusedConnectionIsNoLostAnswer(String version) {
    start(version);
    Lab lab = lab(Library.aSwitch("S001"));
    lab.compare();
    lab.netbox.refusing = sent -> sent.method().equals("POST") && sent.path().equals(TYPES);
    assertThatThrownBy(lab::write).isInstanceOf(RetryableFailure.class);
    control.make(TYPES, byHand());
    lab.netbox.refusing = sent -> false;

    lab.write();

    assertThat(lab.outcome(PATH)).isEqualTo("skipped");
    assertThat(control.count("dcim/interface-templates")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void whatACancelledImportLeftGoesWhenTheNextIsRefused(String version) {
    start(version);
    cancelledAfter("dcim/rear-port-templates", Library.aSwitch("S001"));

    Lab next = lab(Library.withInterface("S001", "no-such-type"));
    next.run();

    assertThat(next.outcomes()).isEqualTo(Map.of("refused", 1L));
    assertThat(control.count(TYPES)).isZero();
    assertThat(next.problems()).noneMatch(problem -> problem.contains("stays in NetBox"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void whatSomebodyHasFinishedByHandStays(String version) {
    start(version);
    cancelledAfter("dcim/rear-port-templates", Library.aSwitch("S001"));
    long id = type().path("id").asLong();
    control.make(
        "dcim/interface-templates",
        LabDatabase.JSON
            .createObjectNode()
            .put("device_type", id)
            .put("name", "by hand")
            .put("type", "other"));

    Lab next = lab(Library.withInterface("S001", "no-such-type"));
    next.run();

    assertThat(next.outcomes()).isEqualTo(Map.of("refused", 1L));
    assertThat(next.problems()).anyMatch(problem -> problem.contains("stays in NetBox"));
    assertThat(type().path("id").asLong()).isEqualTo(id);
    assertThat(control.objects("dcim/interface-templates", "").findValuesAsText("name"))
        .contains("by hand");
    Lab afterwards = lab(Library.withInterface("S001", "no-such-type"));
    afterwards.run();
    assertThat(afterwards.outcomes()).isEqualTo(Map.of("skipped", 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void whatSomebodyHasChangedByHandStays(String version) throws Exception {
    for (boolean component : new boolean[] {false, true}) {
      start(version);
      cancelledAfter("dcim/rear-port-templates", Library.aSwitch("S001"));
      String path = component ? "dcim/power-port-templates" : TYPES;
      awaitOlder(path);
      long id = control.objects(path, "").path(0).path("id").asLong();
      control.change(path, id, "description", "mine");

      Lab next = lab(Library.withInterface("S001", "no-such-type"));
      next.run();

      assertThat(next.problems()).anyMatch(problem -> problem.contains("stays in NetBox"));
      assertThat(control.objects(path, "").path(0).path("description").asText()).isEqualTo("mine");
    }
  }

  /** A change within the moment in which NetBox makes an object cannot be told from its making. */
  private void awaitOlder(String path) {
    org.awaitility.Awaitility.await()
        .until(
            () ->
                java.time.OffsetDateTime.parse(
                        control.objects(path, "").path(0).path("created").asText())
                    .isBefore(
                        java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC).minusSeconds(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void twoImportsAtOnceDoubleNothing(String version) {
    start(version);
    Lab first = lab(Library.aSwitch("S001"));
    first.is("running");
    first.compare();
    first.netbox.fate =
        (sent, answered) ->
            !answered
                && sent.method().equals("POST")
                && sent.path().equals(ComponentKind.INVENTORY_ITEMS.path());
    assertThatThrownBy(first::write).isInstanceOf(Killed.class);

    Lab second = lab(Library.aSwitch("S001"));
    second.is("running");
    second.compareOnce();
    assertThat(second.waitsFor()).contains(first.process);

    first.netbox.fate = (sent, answered) -> false;
    first.write();
    first.is("completed");
    second.run();

    assertThat(first.outcomes()).isEqualTo(Map.of("created", 1L));
    assertThat(second.outcomes()).isEqualTo(Map.of("skipped", 1L));
    assertWhole();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.7.3"})
  void anImportOfOtherManufacturersWaitsForNobody(String version) {
    start(version);
    Lab first = lab(Library.aSwitch("S001"));
    first.is("running");
    first.compare();
    Lab second = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN), 10);
    second.define(
        "device-types/Other/S001.yaml",
        Library.aSwitch("S001").put("manufacturer", "Other").put("slug", "other-s001"));
    second.is("running");

    second.run();

    assertThat(second.outcomes()).isEqualTo(Map.of("created", 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.7.3"})
  void whatACancelledImportSentMayBeAtWorkForAWhile(String version) {
    start(version);
    Lab cancelled = lab(Library.aSwitch("S001"));
    cancelled.compare();
    cancelled.netbox.fate =
        (sent, answered) ->
            !answered
                && sent.method().equals("POST")
                && sent.path().equals(ComponentKind.INVENTORY_ITEMS.path());
    assertThatThrownBy(cancelled::write).isInstanceOf(Killed.class);
    cancelled.is("cancelled");

    Lab next = lab(Library.aSwitch("S001"));
    next.compareOnce();
    assertThat(next.waitsFor()).contains(cancelled.process);
    next.run();

    assertThat(next.outcomes()).isEqualTo(Map.of("created", 1L));
    assertWhole();
  }
}
