package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An update says of each definition whether anything of it was changed, whoever wrote it. */
class UpdateOutcomesTest {

  private static final String PATH = "device-types/O1/inv.yaml";

  private final SandboxNetBox netbox = SandboxNetBox.start("4.7.3", 0);

  @AfterEach
  void stop() {
    netbox.close();
  }

  @Test
  void aChangedInterfaceOfATypeWithInventoryItemsIsAnUpdate() {
    importing(withLabel("a"));

    Lab update = importing(withLabel("b"));

    assertThat(update.outcome(PATH)).isEqualTo("updated");
    assertThat(
            new SandboxControl(netbox.url())
                .objects("dcim/interface-templates", "name=e0")
                .at("/0/label")
                .asText())
        .isEqualTo("b");
    assertThat(importing(withLabel("b")).outcome(PATH)).isEqualTo("unchanged");
  }

  @Test
  void aChangeBeforeACrashIsAnUpdateAfterIt() {
    importing(withLabel("a"));
    Lab update = lab(withLabel("b"));
    update.compare();
    boolean[] changed = {false};
    update.netbox.fate =
        (request, answered) -> {
          boolean next = changed[0];
          changed[0] |= request.method().equals("PATCH") && answered;
          return next;
        };
    assertThatThrownBy(update::write).isInstanceOf(NetBoxOverHttp.Killed.class);

    update.netbox.fate = (request, answered) -> false;
    update.write();

    assertThat(update.outcome(PATH)).isEqualTo("updated");
  }

  private static ObjectNode withLabel(String label) {
    ObjectNode type = Library.type("O1", "Inv").put("slug", "o1-inv");
    type.putArray("interfaces")
        .addObject()
        .put("name", "e0")
        .put("type", "1000base-t")
        .put("label", label);
    type.putArray("inventory-items").addObject().put("name", "I").put("part_id", "x");
    return type;
  }

  private Lab importing(ObjectNode definition) {
    Lab lab = lab(definition);
    lab.run();
    return lab;
  }

  private Lab lab(ObjectNode definition) {
    Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN));
    lab.inputs = Map.of("commit", "c0ffee", "existing", "update", "dry_run", false);
    lab.define(PATH, definition);
    return lab;
  }
}
