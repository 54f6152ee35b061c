package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How many servers of a type there are to be: more of the same, or the last ones go first. */
@Component
class Scaling {

  private final ResourceStore resources;

  Scaling(ResourceStore resources) {
    this.resources = resources;
  }

  /** Writes down which servers, with their ports, are to be made or to go; once a process. */
  void plan(Deployment deployment, UUID process, Map<String, Object> inputs) {
    String type = String.valueOf(inputs.get("vm_type"));
    int target = ((Number) inputs.getOrDefault("target_count", 0)).intValue();
    List<Resource> standing = resources.standing(deployment.id());
    boolean planned =
        standing.stream()
            .anyMatch(
                each -> each.process().equals(process) || each.state() == ResourceState.REMOVING);
    if (planned) {
      return;
    }
    List<Resource> servers =
        standing.stream()
            .filter(each -> each.kind() == ResourceKind.SERVER && type.equals(each.vmType()))
            .sorted(Comparator.comparingInt(Resource::ordinal).reversed())
            .toList();
    if (target > servers.size()) {
      int last = servers.isEmpty() ? 0 : servers.get(0).ordinal();
      JsonNode vm = deployment.blueprint().path("vm_config").path(type);
      resources.plan(
          Layout.more(
              deployment.id(), process, type, vm, last + 1, last + target - servers.size()));
    } else {
      List<Integer> going =
          servers.stream().limit(servers.size() - target).map(Resource::ordinal).toList();
      resources.remove(
          standing.stream()
              .filter(each -> type.equals(each.vmType()) && going.contains(each.ordinal()))
              .filter(
                  each -> each.kind() == ResourceKind.SERVER || each.kind() == ResourceKind.PORT)
              .toList());
    }
  }
}
