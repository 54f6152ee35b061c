package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.kubernetes.KubernetesRequest;
import java.util.List;

/**
 * Fields that git has dropped and that stand all the same once the rest was applied: server-side
 * apply takes away only what we own alone.
 */
final class Removal {

  private Removal() {}

  /**
   * Those that are still there, each with whoever else owns it.
   *
   * @param differences before it was applied
   * @param kept what the cluster has now
   */
  static List<Difference> left(List<Difference> differences, JsonNode kept) {
    JsonNode managedFields = kept.at("/metadata/managedFields");
    return differences.stream()
        .filter(each -> each.desired() == null && each.resolution() == Difference.Side.DESIRED)
        .filter(each -> !kept.at(each.field()).isMissingNode())
        .map(each -> each.ownedBy(FieldManagers.of(managedFields, each.field())))
        .toList();
  }

  /** Takes them away, unless somebody has changed the object meanwhile. */
  static KubernetesRequest request(String path, JsonNode kept, List<Difference> left) {
    ArrayNode steps = JsonNodeFactory.instance.arrayNode();
    steps
        .addObject()
        .put("op", "test")
        .put("path", "/metadata/resourceVersion")
        .set("value", kept.at("/metadata/resourceVersion"));
    left.forEach(each -> steps.addObject().put("op", "remove").put("path", each.field()));
    return KubernetesRequest.patch(path, "fieldManager=" + Applying.FIELD_MANAGER, steps);
  }
}
