package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as the API shows it.
 *
 * @param drift what the last check found, null before the first
 * @param progress how much of what is wanted stands, while something runs
 */
record DeploymentView(
    UUID id,
    String name,
    String status,
    String template,
    int templateVersion,
    String cloudRegion,
    JsonNode parameters,
    Resources resources,
    JsonNode plan,
    JsonNode metadata,
    JsonNode error,
    JsonNode drift,
    @Nullable Progress progress,
    @Nullable String operation,
    @Nullable UUID processId,
    String createdBy,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant completedAt,
    @Nullable Instant deletedAt) {

  /** What was made, by the ids of the cloud. */
  record Resources(
      @Nullable String networkId,
      List<String> subnetIds,
      @Nullable String routerId,
      List<String> vmIds,
      Map<String, String> vmIps,
      List<String> portIds,
      List<String> securityGroupIds,
      List<Vm> vms) {}

  /** One server. */
  record Vm(
      @Nullable String id,
      String name,
      @Nullable String vmType,
      int ordinal,
      @Nullable String ip,
      @Nullable String status) {}

  /** How many resources there are of those that are wanted. */
  record Progress(long done, long total, String unit) {}

  static DeploymentView of(Deployment deployment, JsonNode parameters, List<Resource> standing) {
    return new DeploymentView(
        deployment.id(),
        deployment.name(),
        deployment.status().name(),
        deployment.template(),
        deployment.templateVersion(),
        deployment.cloudRegion(),
        parameters,
        resources(deployment, standing),
        deployment.plan(),
        deployment.metadata(),
        deployment.error(),
        deployment.drift(),
        progress(deployment, standing),
        deployment.operation(),
        deployment.processId(),
        deployment.createdBy(),
        deployment.createdAt(),
        deployment.updatedAt(),
        deployment.completedAt(),
        deployment.deletedAt());
  }

  private static @Nullable Progress progress(Deployment deployment, List<Resource> standing) {
    if (deployment.operation() == null || standing.isEmpty()) {
      return null;
    }
    long there =
        standing.stream()
            .filter(each -> each.state() == ResourceState.PRESENT)
            .filter(each -> each.kind() != ResourceKind.SERVER || "ACTIVE".equals(each.status()))
            .count();
    return new Progress(there, standing.size(), "resources");
  }

  private static Resources resources(Deployment deployment, List<Resource> standing) {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (Resource port : of(ResourceKind.PORT, standing)) {
      if (port.address() != null) {
        addresses.put(port.name(), port.address());
      }
    }
    List<Vm> vms = new ArrayList<>();
    Map<String, String> ips = new LinkedHashMap<>();
    for (Resource server : of(ResourceKind.SERVER, standing)) {
      String ip = addresses.get(server.name());
      vms.add(
          new Vm(
              server.openstackId(),
              deployment.name() + "-" + server.name(),
              server.vmType(),
              server.ordinal(),
              ip,
              statusOf(server)));
      if (server.openstackId() != null && ip != null) {
        ips.put(server.openstackId(), ip);
      }
    }
    return new Resources(
        ids(ResourceKind.NETWORK_, standing).stream().findFirst().orElse(null),
        ids(ResourceKind.SUBNET, standing),
        ids(ResourceKind.ROUTER, standing).stream().findFirst().orElse(null),
        ids(ResourceKind.SERVER, standing),
        ips,
        ids(ResourceKind.PORT, standing),
        ids(ResourceKind.SECURITY_GROUP, standing),
        vms);
  }

  /** A server that was asked to go is not shown as if it were to stay. */
  private static @Nullable String statusOf(Resource server) {
    boolean going =
        server.state() == ResourceState.REMOVING && !Sighting.ERROR.equals(server.status());
    return going ? "DELETING" : server.status();
  }

  private static List<Resource> of(ResourceKind kind, List<Resource> standing) {
    return standing.stream().filter(each -> each.kind() == kind).toList();
  }

  private static List<String> ids(ResourceKind kind, List<Resource> standing) {
    return of(kind, standing).stream()
        .map(Resource::openstackId)
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .toList();
  }
}
