package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.openstack.Identity.Project;
import java.util.Arrays;

/** Sets quotas by the control API, such as {@code {"project":"demo","instances":3,"port":20}}. */
final class Quotas {

  private Quotas() {}

  static void set(JsonNode body, NovaQuotas nova, NeutronQuotas neutron) {
    String name = body.path("project").asText("demo");
    Project project =
        Identity.projects().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("There is no project " + name));
    nova.set(project, body);
    Arrays.stream(Kind.values())
        .filter(kind -> body.has(kind.singular()))
        .forEach(kind -> neutron.set(project.id(), kind, body.path(kind.singular()).asInt()));
  }
}
