package dev.caravan.sandbox.openstack;

import java.time.Instant;

/**
 * What a token stands for.
 *
 * @param project that it is scoped to
 */
record Session(Identity.User user, Identity.Project project, Instant issued, Instant expires) {

  boolean admin() {
    return user.role().equals("admin");
  }

  /** Whether this session may see what belongs to a project. */
  boolean owns(String projectId) {
    return admin() || project.id().equals(projectId);
  }
}
