package dev.caravan.security;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets the first admin in: a user where there is none yet, and the given key for automation; both
 * are there before the first request can be.
 */
@Component
class FirstStart implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
  private static final String BOOTSTRAP = "bootstrap";

  private final UserStore users;
  private final ApiKeyStore keys;
  private final Secrets secrets;
  private final PasswordEncoder passwords;
  private final SecuritySettings settings;
  private final TransactionTemplate transaction;
  private final Environment environment;
  private volatile boolean running;

  FirstStart(
      UserStore users,
      ApiKeyStore keys,
      Secrets secrets,
      PasswordEncoder passwords,
      SecuritySettings settings,
      TransactionTemplate transaction,
      Environment environment) {
    this.users = users;
    this.keys = keys;
    this.secrets = secrets;
    this.passwords = passwords;
    this.settings = settings;
    this.transaction = transaction;
    this.environment = environment;
  }

  @Override
  public void start() {
    transaction.executeWithoutResult(status -> letIn());
    warnOfOpenSecrets();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The web server and the routes start with the last phases. */
  @Override
  public int getPhase() {
    return 0;
  }

  /** Once a start, where it matters: the sandbox keeps nothing that is worth a key. */
  private void warnOfOpenSecrets() {
    if (settings.encryptionKey().isEmpty() && !environment.matchesProfiles("sandbox")) {
      log.warn(
          "No CARAVAN_ENCRYPTION_KEY is given: the key that seals stored secrets lies beside them, in"
              + " the table caravan.secrets, and a copy of the database opens them all. Give a key of"
              + " at least 32 bytes, then ask POST /api/v1/encryption/reseal");
    }
  }

  private void letIn() {
    if (users.isEmpty()) {
      addAdmin();
    }
    if (!settings.bootstrapApiKey().isEmpty()) {
      addKey(new KeyMaterial(settings.bootstrapApiKey()));
    }
  }

  private void addAdmin() {
    boolean given = !settings.adminPassword().isEmpty();
    String password = given ? settings.adminPassword() : randomPassword();
    String name = settings.adminUsername();
    Usernames.problem("/admin_username", name)
        .ifPresent(
            problem -> {
              throw new IllegalStateException(
                  "The name of the first user, '%s', %s".formatted(name, problem.message()));
            });
    boolean added =
        users.insert(UUID.randomUUID(), name, passwords.encode(password), Role.ADMIN, true);
    if (added && !given) {
      log.warn(
          "First start: log in as '{}' with the password {} (not shown again)", name, password);
    }
  }

  private static String randomPassword() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.random(15));
  }

  /** A key is made once for each value given: deleting it is for good, a new value replaces it. */
  private void addKey(KeyMaterial key) {
    String known = "bootstrap_api_key_hash";
    if (secrets.find(known).filter(hash -> MessageDigest.isEqual(hash, key.hash())).isEmpty()) {
      keys.deleteByName(BOOTSTRAP);
      keys.insert(BOOTSTRAP, key, Role.ADMIN, "environment");
      secrets.keep(known, key.hash());
    }
  }
}
