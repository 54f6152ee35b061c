package dev.caravan.sandbox.openstack;

import java.util.Map;
import java.util.Optional;

/**
 * An OpenStack to hold the contract against, and who speaks to it.
 *
 * @param authUrl with the version, such as {@code http://127.0.0.1:5000/v3}
 * @param other a user of another project
 */
record Cloud(String authUrl, Account account, Optional<Account> other) {

  /** Who logs in, and to which project. */
  record Account(
      String username,
      String password,
      String project,
      String userDomain,
      String projectDomain,
      String region) {

    static Account of(String name) {
      return new Account(name, name, name, "Default", "Default", "RegionOne");
    }
  }

  static Cloud simulated(SandboxOpenStack openstack) {
    return new Cloud(openstack.authUrl(), Account.of("demo"), Optional.of(Account.of("tiny")));
  }

  /** The one that the environment names, as every OpenStack client reads it. */
  static Optional<Cloud> real(Map<String, String> environment) {
    String url = environment.getOrDefault("OS_AUTH_URL", "");
    return url.isBlank()
        ? Optional.empty()
        : Optional.of(
            new Cloud(
                url.replaceAll("/+$", ""),
                account(environment, "OS_"),
                environment.containsKey("OS_OTHER_USERNAME")
                    ? Optional.of(account(environment, "OS_OTHER_"))
                    : Optional.empty()));
  }

  private static Account account(Map<String, String> environment, String prefix) {
    return new Account(
        environment.getOrDefault(prefix + "USERNAME", ""),
        environment.getOrDefault(prefix + "PASSWORD", ""),
        environment.getOrDefault(prefix + "PROJECT_NAME", ""),
        environment.getOrDefault("OS_USER_DOMAIN_NAME", "Default"),
        environment.getOrDefault("OS_PROJECT_DOMAIN_NAME", "Default"),
        environment.getOrDefault("OS_REGION_NAME", "RegionOne"));
  }
}
