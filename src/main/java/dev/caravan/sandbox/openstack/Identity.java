package dev.caravan.sandbox.openstack;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The users and projects, which are always the same and keep their ids. */
final class Identity {

  /** A project, which owns things. */
  record Project(String id, String name) {}

  /** Somebody who may log in to one project. */
  record User(String id, String name, String password, String role, Project project) {}

  /** A pair of id and secret that logs in as its user. */
  record ApplicationCredential(String id, String name, String secret, User user) {}

  private static final List<User> USERS =
      List.of(user("demo", "member"), user("tiny", "member"), user("admin", "admin"));

  static final ApplicationCredential CREDENTIAL =
      new ApplicationCredential(
          SandboxOpenStack.APPLICATION_CREDENTIAL_ID,
          "caravan",
          SandboxOpenStack.APPLICATION_CREDENTIAL_SECRET,
          USERS.get(0));

  private Identity() {}

  private static User user(String name, String role) {
    return new User(
        hex("user/" + name), name, name, role, new Project(hex("project/" + name), name));
  }

  static List<Project> projects() {
    return USERS.stream().map(User::project).toList();
  }

  static List<User> users() {
    return USERS;
  }

  static Optional<Project> project(String id) {
    return projects().stream().filter(project -> project.id().equals(id)).findFirst();
  }

  /** An id without hyphens, as Keystone's are; the same for the same thing. */
  static String hex(String thing) {
    return uuid(thing).replace("-", "");
  }

  /** The same id for the same thing. */
  static String uuid(String thing) {
    return UUID.nameUUIDFromBytes(thing.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
