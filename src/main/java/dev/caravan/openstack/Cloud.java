package dev.caravan.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A cloud of {@code clouds.yaml}, in one region and project.
 *
 * @param name its name there, with the region behind a slash where one was asked for
 * @param authUrl Keystone's address, version included
 * @param login the body of {@code POST /auth/tokens}; holds secrets
 * @param endpoints how to find each service
 * @param caFile a PEM file of authorities to trust instead of the system's; may be empty
 * @param verify false accepts any certificate
 */
public record Cloud(
    String name,
    String authUrl,
    ObjectNode login,
    Map<OpenStackService, Endpoint> endpoints,
    String caFile,
    boolean verify) {

  /**
   * How to find a service.
   *
   * @param address where it is, whatever the catalog says; empty asks the catalog
   * @param type its type in the catalog
   * @param service its name in the catalog; empty takes any
   * @param region empty takes the only one, or the first
   * @param face which endpoint of the catalog: public, internal or admin
   */
  record Endpoint(String address, String type, String service, String region, String face) {}

  public Cloud {
    endpoints = Map.copyOf(endpoints);
  }

  @Override
  public String toString() {
    return name;
  }
}
