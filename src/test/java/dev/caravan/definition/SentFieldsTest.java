package dev.caravan.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.netbox.NetBoxField;
import dev.caravan.netbox.TypeKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the check of a definition knows, the import sends: nothing is dropped in silence. */
class SentFieldsTest {

  /** What refers to other objects is sent as their numbers: {@code EveryFieldTest} shows it. */
  private static final Map<ComponentKind, Set<String>> LINKS =
      Map.of(
          ComponentKind.INTERFACES, Set.of("bridge", "parent"),
          ComponentKind.POWER_OUTLETS, Set.of("power_port"),
          ComponentKind.FRONT_PORTS, Set.of("positions", "rear_port", "rear_port_position"),
          ComponentKind.MODULE_BAYS, Set.of("module_bay_types"),
          ComponentKind.INVENTORY_ITEMS,
              Set.of("parent", "role", "manufacturer", "component_type", "component_name"));

  private static final Set<String> LINKS_OF_TYPES =
      Set.of("manufacturer", "default_platform", "module_bay_types", "profile", "attributes");

  /** Mappings are part of their front ports, images have a step of their own. */
  private static final Set<String> ELSEWHERE = Set.of("port-mappings", "front_image", "rear_image");

  /** A note of the library to itself. */
  private static final Set<String> NOT_NETBOXS = Set.of("is_powered");

  @ParameterizedTest
  @EnumSource(ComponentKind.class)
  void ofComponentsAreAllThatAreKnown(ComponentKind kind) {
    Set<String> sent =
        names(
            dev.caravan.netbox.ComponentKind.ofKey(kind.key().replace('-', '_'))
                .orElseThrow()
                .fields());
    sent.addAll(LINKS.getOrDefault(kind, Set.of()));

    assertThat(sent).containsAll(kind.fields());
  }

  @ParameterizedTest
  @EnumSource(DefinitionKind.class)
  void ofTypesAreAllThatAreKnown(DefinitionKind kind) {
    Set<String> sent = names(TypeKind.ofKey(kind.label()).fields());
    sent.addAll(LINKS_OF_TYPES);
    sent.addAll(ELSEWHERE);
    sent.addAll(NOT_NETBOXS);

    assertThat(sent).containsAll(UnknownFields.known(kind));
  }

  private static Set<String> names(List<NetBoxField> fields) {
    Set<String> names = new HashSet<>();
    fields.forEach(field -> names.add(field.name()));
    return names;
  }
}
