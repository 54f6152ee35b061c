package dev.caravan.security;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Lets the first admin in: a user where there is none yet, and the given key for automation. */
@Component
@Order(0)
class FirstStart implements ApplicationRunner {

  private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
  private static final String BOOTSTRAP = "bootstrap";

  private final UserStore users;
  private final ApiKeyStore keys;
  private final Secrets secrets;
  private final PasswordEncoder passwords;
  private final SecuritySettings settings;

  FirstStart(
      UserStore users,
      ApiKeyStore keys,
      Secrets secrets,
      PasswordEncoder passwords,
      SecuritySettings settings) {
    this.users = users;
    this.keys = keys;
    this.secrets = secrets;
    this.passwords = passwords;
    this.settings = settings;
  }

  @Override
  @Transactional
  public void run(ApplicationArguments arguments) {
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
      keys.insert(BOOTSTRAP, key, Role.ADMIN, null, "environment");
      secrets.keep(known, key.hash());
    }
  }
}
