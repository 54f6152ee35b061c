package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images come into NetBox once, whatever happens, and nobody else's is touched. */
class ImagesTest {

  private static final String SWITCH = "device-types/Acme/S001.yaml";
  private static final String MODULE = "module-types/Acme/M-1.yaml";

  private final SandboxNetBox netbox = SandboxNetBox.start("4.7.3", 0);
  private final SandboxControl control = new SandboxControl(netbox.url());

  @AfterEach
  void stop() {
    netbox.close();
  }

  private Lab lab(String existing, String front, String module) {
    Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN));
    lab.inputs = Map.of("commit", "c0ffee", "existing", existing, "dry_run", false);
    lab.define(SWITCH, Library.aSwitch("S001"));
    lab.define(MODULE, Library.module("M-1"));
    lab.image(SWITCH, "front_image", "elevation-images/Acme/acme-s001.front.png", front);
    lab.image(MODULE, "M-1", "module-images/Acme/M-1.png", module);
    return lab;
  }

  private Lab importing(String existing, String front, String module) {
    Lab lab = lab(existing, front, module);
    lab.run();
    return lab;
  }

  @Test
  void areSentToNewTypes() {
    Lab lab = importing("skip", "red", "green");

    assertThat(lab.problems()).isEmpty();
    assertThat(lab.images()).isEqualTo(Map.of("sent", 2L));
    assertThat(front()).contains("/media/devicetype-images/acme-s001.front");
    assertThat(attachments()).singleElement().satisfies(each -> named(each, "M-1"));
  }

  @Test
  void areNotSentAgain() {
    importing("skip", "red", "green");
    String before = front();

    Lab update = importing("update", "red", "green");
    Lab skip = importing("skip", "blue", "yellow");

    assertThat(update.images()).isEqualTo(Map.of("unchanged", 2L));
    assertThat(update.outcomes()).isEqualTo(Map.of("unchanged", 2L));
    assertThat(update.netbox.sent).doesNotContainKeys("POST", "PATCH");
    assertThat(skip.images()).isEmpty();
    assertThat(skip.netbox.sent).doesNotContainKeys("POST", "PATCH");
    assertThat(front()).isEqualTo(before);
  }

  @Test
  void areReplacedByAnUpdateWhereTheLibraryHasOthers() {
    importing("skip", "red", "green");
    String before = front();

    Lab update = importing("update", "blue", "yellow");

    assertThat(update.images()).isEqualTo(Map.of("sent", 2L));
    assertThat(update.outcomes()).isEqualTo(Map.of("updated", 2L));
    assertThat(front()).isNotEqualTo(before);
    assertThat(attachments()).hasSize(1);
    assertThat(importing("update", "blue", "yellow").images()).isEqualTo(Map.of("unchanged", 2L));
  }

  @Test
  void areLeftWhereNoImportSentThem() {
    Lab somebody = importing("skip", "red", "green");
    somebody.forgetWhichImagesWereSent();

    Lab update = importing("update", "blue", "yellow");

    assertThat(update.images()).isEqualTo(Map.of("kept", 2L));
    assertThat(update.netbox.sent).doesNotContainKeys("POST", "PATCH");
    assertThat(update.problems())
        .hasSize(2)
        .allMatch(problem -> problem.contains("NetBox has an image that no import sent"));
  }

  @Test
  void thatNetBoxRefusesLoseNothingElse() {
    control.status(413, "PATCH", "/api/dcim/device-types/1/", 0, 1);

    Lab lab = importing("skip", "red", "green");

    assertThat(lab.outcomes()).isEqualTo(Map.of("created", 2L));
    assertThat(lab.images()).isEqualTo(Map.of("refused", 1L, "sent", 1L));
    assertThat(lab.problems())
        .singleElement()
        .asString()
        .startsWith(SWITCH + " /front_image: NetBox does not take elevation-images/Acme/");
  }

  @Test
  void areMadeOnceThoughTheNodeDiedBeforeItHeardOfIt() {
    for (int calls = 1; calls <= 2; calls++) {
      control.reset();
      Lab lab = lab("skip", "red", "green");
      lab.forgetWhichImagesWereSent();
      lab.compare();
      int[] left = {calls};
      lab.netbox.fate =
          (request, answered) -> request.upload() != null && answered && --left[0] == 0;
      assertThatThrownBy(lab::write).isInstanceOf(NetBoxOverHttp.Killed.class);

      lab.netbox.fate = (request, answered) -> false;
      lab.write();

      assertThat(lab.images()).isEqualTo(Map.of("sent", 2L));
      assertThat(attachments()).hasSize(1);
      assertThat(front()).isNotEmpty();
    }
  }

  @Test
  void areMadeOnceThoughTheAnswerWasLost() {
    control.fault("drop_after", "POST", "/api/extras/image-attachments/", 0, 1);

    Lab lab = importing("skip", "red", "green");

    assertThat(lab.images()).isEqualTo(Map.of("sent", 2L));
    assertThat(attachments()).hasSize(1);
  }

  @Test
  void ofAnImportThatWasCutOffAreOursToTheNext() {
    Lab cut = lab("skip", "red", "green");
    cut.compare();
    cut.netbox.fate = (request, answered) -> request.upload() != null && answered;
    assertThatThrownBy(cut::write).isInstanceOf(NetBoxOverHttp.Killed.class);
    cut.is("cancelled");

    Lab next = importing("update", "red", "green");

    assertThat(next.images()).isEqualTo(Map.of("sent", 2L));
    assertThat(next.problems()).isEmpty();
    assertThat(attachments()).hasSize(1);
  }

  private String front() {
    return control.objects("dcim/device-types", "").get(0).path("front_image").asText();
  }

  private List<JsonNode> attachments() {
    List<JsonNode> all = new java.util.ArrayList<>();
    control.objects("extras/image-attachments", "").forEach(all::add);
    return all;
  }

  private static void named(JsonNode attachment, String name) {
    assertThat(attachment.path("name").asText()).isEqualTo(name);
  }
}
