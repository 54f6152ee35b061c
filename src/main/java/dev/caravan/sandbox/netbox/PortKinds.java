package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.ComponentKinds.COLOR;
import static dev.caravan.sandbox.netbox.ComponentKinds.TYPE;
import static dev.caravan.sandbox.netbox.ComponentShape.modular;
import static dev.caravan.sandbox.netbox.Field.OnDelete.CASCADE;
import static dev.caravan.sandbox.netbox.Field.OnDelete.SET_NULL;
import static dev.caravan.sandbox.netbox.Field.Trait.REQUIRED;

import dev.caravan.sandbox.netbox.Kind.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Front and rear ports: one to one up to 4.4, mapped many to many from 4.5 on. */
final class PortKinds {

  private static final String MAPPINGS = "port-template-mappings";
  private static final Field POSITIONS = Field.integer("positions", 1, 1024).starting(1L);

  private final NetBoxVersion version;

  PortKinds(NetBoxVersion version) {
    this.version = version;
  }

  Stream<Kind> all() {
    Stream<Kind> ports = Stream.of(rearPorts(), frontPorts());
    return version.mapsPortsManyToMany() ? Stream.concat(ports, Stream.of(mappings())) : ports;
  }

  private Kind rearPorts() {
    List<Field> own = new ArrayList<>(List.of(TYPE, COLOR, POSITIONS));
    if (version.mapsPortsManyToMany()) {
      own.add(mapping("front_ports", "rear_port"));
    }
    return modular("rear-port", "RearPort", own, MappingRules::enoughPositions);
  }

  private Kind frontPorts() {
    List<Field> own = new ArrayList<>(List.of(TYPE, COLOR));
    if (version.mapsPortsManyToMany()) {
      own.add(POSITIONS);
      own.add(mapping("rear_ports", "front_port"));
      return modular("front-port", "FrontPort", own, MappingRules::enoughPositions);
    }
    own.add(Field.reference("rear_port", "rear-port-templates", CASCADE, REQUIRED));
    own.add(Field.integer("rear_port_position", 1, 1024).starting(1L));
    Kind kind = modular("front-port", "FrontPort", own, ComponentRules::rearPort);
    List<Unique> uniques = new ArrayList<>(kind.uniques());
    uniques.add(
        new Unique(
            "dcim_frontporttemplate_unique_rear_port_position",
            List.of("rear_port", "rear_port_position")));
    return kind.once(uniques.toArray(Unique[]::new));
  }

  /** NetBox keeps them too, but shows them only inside the ports. */
  private static Kind mappings() {
    return Kind.of(
            MAPPINGS,
            "PortTemplateMapping",
            "Port template mapping",
            List.of(
                Field.reference("front_port", "front-port-templates", CASCADE),
                Field.integer("front_port_position", 1, 1024),
                Field.reference("rear_port", "rear-port-templates", CASCADE),
                Field.integer("rear_port_position", 1, 1024)))
        .once(
            new Unique(
                "dcim_porttemplatemapping_unique_front_port_position",
                List.of("front_port", "front_port_position")),
            new Unique(
                "dcim_porttemplatemapping_unique_rear_port_position",
                List.of("rear_port", "rear_port_position")))
        .inApp("internal");
  }

  private static Field mapping(String name, String via) {
    return Field.of(name, FieldType.MAPPINGS).linked(new Field.Link(MAPPINGS, via, SET_NULL));
  }
}
