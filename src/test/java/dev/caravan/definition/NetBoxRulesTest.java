package dev.caravan.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule of NetBox on a definition that breaks it, and on one that just does not. */
class NetBoxRulesTest {

  private static final String DEVICE =
      """
      manufacturer: Acme
      model: Widget
      slug: acme-widget
      u_height: 1
      """;

  private final DefinitionCheck check = new DefinitionCheck(new DefinitionSchemas(Map.of()));

  @Test
  void aSoundDefinitionHasNoProblem() {
    assertThat(
            problems(
                """
                part_number: 0815
                weight: 12.34
                weight_unit: kg
                subdevice_role: parent
                airflow: front-to-rear
                is_powered: true
                console-ports: [{name: con, type: rj-45}]
                power-ports: [{name: PSU, type: iec-60320-c14, maximum_draw: 200, allocated_draw: 200}]
                power-outlets: [{name: out, type: iec-60320-c13, power_port: PSU, feed_leg: A}]
                interfaces:
                  - {name: eth0, type: 1000base-t, poe_mode: pd, poe_type: type1-ieee802.3af}
                  - {name: wlan0, type: ieee802.11ax, rf_role: ap, bridge: br0}
                  - {name: br0, type: bridge}
                rear-ports: [{name: R, type: lc, positions: 2}]
                front-ports:
                  - {name: F1, type: lc, rear_port: R}
                  - {name: F2, type: lc, rear_port: R, rear_port_position: 2}
                device-bays: [{name: bay}]
                module-bays: [{name: slot, position: '1'}]
                inventory-items:
                  - {name: board}
                  - {name: chip, parent: board, component_type: dcim.interface, component_name: eth0}
                """))
        .isEmpty();
  }

  @Test
  void manufacturerAndModelAreNeeded() {
    Definition read = read("slug: acme-widget\nmodel: ''\n");

    assertThat(texts(read)).containsExactlyInAnyOrder("/manufacturer required", "/model required");
    assertThat(read.manufacturer()).isNull();
  }

  @Test
  void aMissingSlugIsDerived() {
    Definition read = read("manufacturer: Acme & Söhne\nmodel: Größe 2+ (rev/A)\n");

    assertThat(texts(read)).containsExactly("/slug slug-derived");
    assertThat(read.valid()).isTrue();
    assertThat(read.slug()).matches("[-a-z0-9_]+").isEqualTo("acme-and-sohne-gro-e-2-plus-rev-a");
    assertThat(read.content()).contains("\"slug\":\"acme-and-sohne-gro-e-2-plus-rev-a\"");
  }

  @Test
  void aModuleTypeNeedsNoSlugAndHasNoBaysForDevices() {
    Definition read =
        check.check(
            DefinitionKind.MODULE_TYPE,
            "module-types/Acme/Card.yaml",
            "manufacturer: Acme\nmodel: Card\ndevice-bays: [{name: x}]\n".getBytes(UTF_8));

    assertThat(texts(read)).containsExactly("/device-bays not-on-module-type");
    assertThat(read.slug()).isNull();
  }

  @Test
  void aRackTypeHasMeasuresWithTheirUnits() {
    assertThat(
            rack(
                "form_factor: 4-post-cabinet\nu_height: 42\nwidth: 19\nmax_weight: 900\nweight_unit: kg"))
        .isEmpty();
    assertThat(rack("width: 20\nu_height: 42.5\nouter_width: 600\nmax_weight: 9\ninterfaces: []"))
        .containsExactlyInAnyOrder(
            "/form_factor required",
            "/u_height rack-measure",
            "/width rack-width",
            "/outer_unit outer-needs-unit",
            "/max_weight weight-needs-unit",
            "/interfaces not-on-rack-type");
  }

  private List<String> rack(String more) {
    String text = "manufacturer: Acme\nmodel: R\nslug: acme-r\n" + more;
    return texts(
        check.check(DefinitionKind.RACK_TYPE, "rack-types/Acme/R.yaml", text.getBytes(UTF_8)));
  }

  @Test
  void tagsAndCustomFieldsAreLeftToPeople() {
    assertThat(device("tags: [core]\ncustom_fields: {eol: true}"))
        .containsExactly("/tags not-imported", "/custom_fields not-imported");
  }

  @Test
  void slugsAreMadeOfFewCharacters() {
    assertThat(texts(read("manufacturer: Acme\nmodel: W\nslug: 'acme w'\n")))
        .containsExactly("/slug slug");
  }

  @Test
  void heightsAreMultiplesOfAHalf() {
    assertThat(device("u_height: 0.7")).containsExactly("/u_height u-height");
    assertThat(device("u_height: -1")).containsExactly("/u_height u-height");
    assertThat(device("u_height: 1000")).containsExactly("/u_height u-height");
    assertThat(device("u_height: 2.5")).isEmpty();
  }

  @Test
  void aChildHasNoHeight() {
    assertThat(device("u_height: 1\nsubdevice_role: child"))
        .containsExactly("/u_height child-height");
    assertThat(device("subdevice_role: child")).containsExactly("/subdevice_role child-height");
    assertThat(device("u_height: 0\nsubdevice_role: child")).isEmpty();
    assertThat(device("u_height: 0.0\nsubdevice_role: child")).isEmpty();
  }

  @Test
  void deviceBaysNeedAParent() {
    assertThat(problems("device-bays: [{name: a}]"))
        .containsExactly("/device-bays device-bays-need-parent");
  }

  @Test
  void aWeightNeedsAUnitAndTwoDecimals() {
    assertThat(problems("weight: 1.5")).containsExactly("/weight weight-needs-unit");
    assertThat(problems("weight: 1.555\nweight_unit: kg")).containsExactly("/weight weight");
    assertThat(problems("weight: 1.5500\nweight_unit: kg")).isEmpty();
    assertThat(problems("weight: 0")).isEmpty();
  }

  @Test
  void componentsAreListsOfNamedThings() {
    assertThat(problems("interfaces: {name: x}")).containsExactly("/interfaces component-list");
    assertThat(problems("interfaces: [x]")).containsExactly("/interfaces component-list");
    assertThat(problems("interfaces: [{type: virtual}, {name: ' '}]"))
        .containsExactly("/interfaces/0/name name-required", "/interfaces/1/name name-required");
    assertThat(problems("interfaces:")).isEmpty();
  }

  @Test
  void namesOfAKindAreUnique() {
    assertThat(
            problems(
                "console-ports: [{name: a}, {name: 'a '}]\npower-ports: [{name: a}, {name: A}]"))
        .containsExactly("/console-ports/1/name duplicate-name");
    assertThat(
            problems(
                "inventory-items: [{name: a}, {name: b}, {name: x, parent: a}, {name: x, parent: b}]"))
        .isEmpty();
  }

  @Test
  void textsFitIntoTheirColumns() {
    assertThat(problems("console-ports: [{name: %s}]".formatted("n".repeat(65))))
        .containsExactly("/console-ports/0/name too-long");
    assertThat(problems("console-ports: [{name: %s}]".formatted("ü".repeat(64)))).isEmpty();
    assertThat(problems("console-ports: [{name: a, label: %s}]".formatted("n".repeat(65))))
        .containsExactly("/console-ports/0/label too-long");
    assertThat(problems("module-bays: [{name: a, position: %s}]".formatted("n".repeat(31))))
        .containsExactly("/module-bays/0/position too-long");
    assertThat(problems("part_number: " + "n".repeat(51))).containsExactly("/part_number too-long");
    assertThat(problems("description: " + "n".repeat(201)))
        .containsExactly("/description too-long");
    assertThat(texts(read("manufacturer: a\nslug: s\nmodel: " + "n".repeat(101))))
        .containsExactly("/model too-long");
  }

  @Test
  void powerOverEthernetHasModeAndWire() {
    assertThat(problems("interfaces: [{name: a, type: 1000base-t, poe_type: type1-ieee802.3af}]"))
        .containsExactly("/interfaces/0/poe_type poe-type-needs-mode");
    for (String type : List.of("virtual", "lag", "bridge")) {
      assertThat(problems("interfaces: [{name: a, type: %s, poe_mode: pse}]".formatted(type)))
          .containsExactly("/interfaces/0/poe_mode poe-on-virtual");
    }
  }

  @Test
  void onlyWirelessInterfacesHaveARadioRole() {
    assertThat(problems("interfaces: [{name: a, type: 1000base-t, rf_role: ap}]"))
        .containsExactly("/interfaces/0/rf_role rf-role-needs-wireless");
    for (String type : List.of("ieee802.15.1", "other-wireless", "lte", "5g")) {
      assertThat(problems("interfaces: [{name: a, type: %s, rf_role: ap}]".formatted(type)))
          .isEmpty();
    }
  }

  @Test
  void bridgesLeadToAnotherInterfaceOfTheType() {
    assertThat(problems("interfaces: [{name: a, bridge: b}, {name: c, bridge: c}]"))
        .containsExactly("/interfaces/0/bridge bridge-missing", "/interfaces/1/bridge bridge-self");
  }

  @Test
  void drawsAreWholeWattsWithinTheMaximum() {
    assertThat(problems("power-ports: [{name: a, maximum_draw: 10, allocated_draw: 11}]"))
        .containsExactly("/power-ports/0/allocated_draw draw-exceeds-maximum");
    assertThat(problems("power-ports: [{name: a, maximum_draw: 0}]"))
        .containsExactly("/power-ports/0/maximum_draw out-of-range");
    assertThat(problems("power-ports: [{name: a, maximum_draw: 1.5}]"))
        .containsExactly("/power-ports/0/maximum_draw out-of-range");
  }

  @Test
  void outletsAreFedByAPortOfTheType() {
    assertThat(problems("power-outlets: [{name: o, power_port: PSU}]"))
        .containsExactly("/power-outlets/0/power_port outlet-power-port");
  }

  @Test
  void frontPortsLeadToAFreePositionOfARearPort() {
    String rear = "rear-ports: [{name: R, positions: 2}]\nfront-ports: ";

    assertThat(problems(rear + "[{name: F, rear_port: X}]"))
        .containsExactly("/front-ports/0/rear_port missing-rear-port");
    assertThat(problems(rear + "[{name: F, rear_port: R, rear_port_position: 3}]"))
        .containsExactly("/front-ports/0/rear_port_position rear-port-position");
    assertThat(problems(rear + "[{name: F, rear_port: R}, {name: G, rear_port: R}]"))
        .containsExactly("/front-ports/1/rear_port rear-port-position-taken");
    assertThat(problems("rear-ports: [{name: R, positions: 1025}]"))
        .containsExactly("/rear-ports/0/positions out-of-range");
  }

  @Test
  void mappingsConnectPortsThatExist() {
    String ports =
        "rear-ports: [{name: R, positions: 2}]\nfront-ports: [{name: F, positions: 2}]\n"
            + "port-mappings: ";

    assertThat(
            problems(
                ports
                    + "[{front_port: F, rear_port: R}, {front_port: F, front_port_position: 2,"
                    + " rear_port: R, rear_port_position: 2}]"))
        .isEmpty();
    assertThat(problems(ports + "[{front_port: X, rear_port: Y}]"))
        .containsExactly(
            "/port-mappings/0/front_port missing-front-port",
            "/port-mappings/0/rear_port missing-rear-port");
    assertThat(problems(ports + "[{front_port: F, front_port_position: 3, rear_port: R}]"))
        .containsExactly("/port-mappings/0/front_port_position front-port-position");
    assertThat(
            problems(
                ports
                    + "[{front_port: F, rear_port: R}, {front_port: F, rear_port: R,"
                    + " rear_port_position: 2}]"))
        .containsExactly("/port-mappings/1/front_port front-port-position-taken");
    assertThat(problems(ports + "[{front_port: F}]"))
        .containsExactly("/port-mappings/0 port-mapping");
  }

  @Test
  void inventoryItemsArePartsOfEachOtherAndStandForComponents() {
    assertThat(problems("inventory-items: [{name: a, parent: b}]"))
        .containsExactly("/inventory-items/0/parent inventory-parent");
    assertThat(problems("inventory-items: [{name: a, parent: b}, {name: b, parent: a}]"))
        .containsExactly(
            "/inventory-items/0/parent inventory-cycle",
            "/inventory-items/1/parent inventory-cycle");
    assertThat(
            problems(
                "inventory-items: [{name: a, component_type: dcim.interface, component_name: x}]"))
        .containsExactly("/inventory-items/0/component_name inventory-component");
    assertThat(
            problems("inventory-items: [{name: a, component_type: dcim.rack, component_name: x}]"))
        .containsExactly("/inventory-items/0/component_type inventory-component");
  }

  @Test
  void fieldsThatNetBoxDropsAreWarnedOf() {
    Definition read =
        read(DEVICE + "colour: red\ninterfaces: [{name: a, pse_mode: x, _is_power_source: true}]");

    assertThat(texts(read))
        .containsExactlyInAnyOrder("/colour unknown-field", "/interfaces/0/pse_mode unknown-field");
    assertThat(read.valid()).isTrue();
  }

  @Test
  void saysTheLine() {
    assertThat(read(DEVICE + "interfaces:\n  - name: a\n    bridge: b\n").problems())
        .singleElement()
        .extracting(DefinitionProblem::message)
        .asString()
        .endsWith("(line 7)");
  }

  private List<String> problems(String more) {
    return texts(read(DEVICE + more));
  }

  private List<String> device(String more) {
    return texts(read("manufacturer: Acme\nmodel: Widget\nslug: acme-widget\n" + more));
  }

  private Definition read(String yaml) {
    return check.check(
        DefinitionKind.DEVICE_TYPE, "device-types/Acme/Widget.yaml", yaml.getBytes(UTF_8));
  }

  private static List<String> texts(Definition read) {
    return read.problems().stream().map(each -> each.pointer() + " " + each.rule()).toList();
  }
}
