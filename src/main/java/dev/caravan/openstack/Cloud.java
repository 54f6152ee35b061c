package dev.caravan.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A cloud of {@code clouds.yaml}, in one region and project.
 *
 * @param name its name there, with the region behind a slash where one was asked for
 * @param authUrl Keystone's address, version included
 * @param login the body of {@code POST /auth/tokens}; holds secrets
 * @param region empty takes the only one, or the first
 * @param face which endpoint of the catalog: public, internal or admin
 * @param caFile a PEM file of authorities to trust instead of the system's; may be empty
 * @param verify false accepts any certificate
 */
public record Cloud(
    String name,
    String authUrl,
    ObjectNode login,
    String region,
    String face,
    String caFile,
    boolean verify) {

  @Override
  public String toString() {
    return name;
  }
}
