package dev.caravan.fabric;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An object that git declares.
 *
 * @param content without what only a cluster can say
 * @param file where it stands
 */
record DesiredObject(
    String group,
    String version,
    String kind,
    String namespace,
    String name,
    ObjectNode content,
    String file) {

  String key() {
    return FabricResource.key(group, kind, namespace, name);
  }

  String kindKey() {
    return ManagedKind.key(group, kind);
  }
}
