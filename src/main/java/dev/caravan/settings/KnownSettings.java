package dev.caravan.settings;

import static dev.caravan.settings.Checks.bool;
import static dev.caravan.settings.Checks.bytes;
import static dev.caravan.settings.Checks.certificates;
import static dev.caravan.settings.Checks.duration;
import static dev.caravan.settings.Checks.host;
import static dev.caravan.settings.Checks.matching;
import static dev.caravan.settings.Checks.networks;
import static dev.caravan.settings.Checks.number;
import static dev.caravan.settings.Checks.oneOf;
import static dev.caravan.settings.Checks.origins;
import static dev.caravan.settings.Checks.size;
import static dev.caravan.settings.Checks.url;
import static dev.caravan.settings.Checks.writableFolder;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every environment variable that is checked at start, in the order in which problems are told. */
final class KnownSettings {

  private static final int NO_LIMIT = 4096;
  private static final String PORT = "Give a port, such as ";
  private static final String SWITCH = "Say true or false";
  private static final String RANDOM =
      "Make one by `openssl rand -base64 48` and keep it: all nodes need the same";

  /** Each may be given as a file instead: by the same name with _FILE behind it. */
  static final List<String> SECRETS =
      List.of(
          "DATABASE_URL",
          "DATABASE_PASSWORD",
          "REDIS_URL",
          "REDIS_PASSWORD",
          "NETBOX_TOKEN",
          "LIBRARY_TOKEN",
          "JWT_SECRET_KEY",
          "CARAVAN_ENCRYPTION_KEY",
          "CARAVAN_ENCRYPTION_KEYS_BEFORE",
          "ADMIN_PASSWORD",
          "CARAVAN_BOOTSTRAP_API_KEY");

  /** Names that others of ours read: the scripts, and docker-compose.yml. */
  private static final List<String> BESIDE =
      List.of("CARAVAN_URL", "CARAVAN_API_KEY", "CARAVAN_HOST", "CARAVAN_TLS", "CARAVAN_FILES");

  /** Those whose values are held to more than the kind of their default. */
  private static final List<Setting> CHECKED =
      List.of(
          new Setting(
              "DATABASE_URL",
              url("postgresql", "postgres"),
              "Write it as postgresql://user:password@host:5432/database"),
          new Setting("DATABASE_HOST", host(), "Give the host alone; the port is DATABASE_PORT"),
          new Setting("DATABASE_PORT", number(1, 65535), PORT + "5432"),
          new Setting("DATABASE_NAME", matching("\\S+", "holds spaces"), "Give a database's name"),
          new Setting("DATABASE_USER", matching("\\S+", "holds spaces"), "Give a user's name"),
          new Setting(
              "REDIS_URL", url("redis", "rediss"), "Write it as redis://:password@host:6379/0"),
          new Setting("REDIS_HOST", host(), "Give the host alone; the port is REDIS_PORT"),
          new Setting("REDIS_PORT", number(1, 65535), PORT + "6379"),
          new Setting("REDIS_DATABASE", number(0, 1023), "Give the database's number, mostly 0"),
          new Setting("NETBOX_URL", url("https", "http"), "Write it as https://netbox.example.org"),
          new Setting(
              "NETBOX_TOKEN",
              matching("\\S+", "holds spaces"),
              "Copy the token as NetBox showed it"),
          new Setting("NETBOX_VERIFY_SSL", bool(), SWITCH),
          new Setting("NETBOX_TIMEOUT", number(1, 3600), "Give seconds, such as 120"),
          new Setting(
              "NETBOX_CA_FILE",
              certificates(),
              "Name a readable PEM file with the certificate of your authority"),
          new Setting(
              "LIBRARY_URL",
              matching("\\S+", "holds spaces"),
              "Give the repository's address, such as https://host/group/library.git"),
          new Setting(
              "LIBRARY_REF",
              matching("[^\\s~^:?*\\[\\\\]+", "is no name that git allows"),
              "Give a branch, a tag or a commit"),
          new Setting("JWT_SECRET_KEY", bytes(32, NO_LIMIT), RANDOM),
          new Setting("CARAVAN_ENCRYPTION_KEY", bytes(32, NO_LIMIT), RANDOM),
          new Setting(
              "SESSION_TIMEOUT",
              number(60, 2_592_000),
              "Give seconds, such as 3600 for an hour; 30 days are the most"),
          new Setting(
              "ADMIN_USERNAME",
              matching("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}", "is no username"),
              "Use 1 to 100 of A-Z a-z 0-9 . _ @ - and begin with a letter or digit"),
          new Setting("ADMIN_PASSWORD", bytes(8, 72), "Choose another password"),
          new Setting(
              "CARAVAN_BOOTSTRAP_API_KEY",
              matching("[\\x21-\\x7e]{32,200}", "is no 32 to 200 visible ASCII characters"),
              "Make one by `openssl rand -hex 32`"),
          new Setting(
              "CORS_ORIGINS", origins(), "List origins with commas between, or leave it out"),
          new Setting("SERVER_PORT", number(0, 65535), PORT + "8080"),
          new Setting(
              "SERVER_FORWARD_HEADERS_STRATEGY",
              oneOf("NONE"),
              "Leave it out and name your reverse proxies in CARAVAN_TRUSTED_PROXIES"),
          new Setting(
              "CARAVAN_TRUSTED_PROXIES",
              networks(),
              "List addresses or networks with commas between, such as 10.1.2.3,10.2.0.0/16"),
          new Setting(
              "CARAVAN_DATA_DIR",
              writableFolder(),
              "Name a folder of the user that runs Caravan, or leave it out for .caravan"),
          new Setting(
              "CARAVAN_ROLES",
              matching(
                  "\\s*(api|worker|scheduler)\\s*(,\\s*(api|worker|scheduler)\\s*)*",
                  "is no list of roles"),
              "List api, worker and scheduler with commas between, or leave it out for all"),
          new Setting("DEBUG", bool(), SWITCH),
          new Setting(
              "LOG_LEVEL",
              oneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"),
              "Choose one of them; INFO is the default"),
          new Setting("CARAVAN_OPEN_METRICS", bool(), SWITCH),
          new Setting("CARAVAN_OPEN_DOCS", bool(), SWITCH),
          new Setting("CARAVAN_TERMINAL", bool(), SWITCH),
          new Setting("CARAVAN_FIRST_IMPORT", bool(), SWITCH),
          new Setting("CARAVAN_NETBOX_RECORD", bool(), SWITCH),
          new Setting("CARAVAN_WEBHOOKS_ALLOW_PRIVATE", bool(), SWITCH),
          new Setting("CARAVAN_MAX_BODY_SIZE", size(), "Give a size, such as 2MB"),
          new Setting("CARAVAN_IDEMPOTENCY_KEPT", duration(), "Give a duration, such as 24h"),
          new Setting("CARAVAN_AUDIT_KEPT", duration(), "Give a duration, such as 400d"),
          new Setting("CARAVAN_HISTORY_KEPT", duration(), "Give a duration, such as 400d"),
          new Setting("CARAVAN_HISTORY_BATCH", number(1, 10_000), "Give a number, such as 200"),
          new Setting(
              "CARAVAN_CIRCUIT_BREAKERS_WINDOW", number(1, 10_000), "Give a number, such as 20"),
          new Setting(
              "CARAVAN_CIRCUIT_BREAKERS_LEAST_CALLS",
              number(1, 10_000),
              "Give a number, such as 10"),
          new Setting(
              "CARAVAN_CIRCUIT_BREAKERS_FAILURE_RATE",
              number(1, 100),
              "Give a percentage, such as 50"),
          new Setting("CARAVAN_CIRCUIT_BREAKERS_WAIT", duration(), "Give a duration, such as 5s"),
          new Setting(
              "CARAVAN_CIRCUIT_BREAKERS_TRIALS", number(1, 100), "Give a number, such as 3"),
          new Setting(
              "CARAVAN_CIRCUIT_BREAKERS_MOST", number(10, 10_000), "Give a number, such as 500"),
          new Setting("KUBERNETES_TIMEOUT", number(1, 3600), "Give seconds, such as 30"),
          new Setting("KUBERNETES_READ_TIMEOUT", number(1, 3600), "Give seconds, such as 15"),
          new Setting("KUBERNETES_WATCH_FOR", number(1, 3600), "Give seconds, such as 50"),
          new Setting("KUBERNETES_REQUESTS", number(1, 1000), "Give a number, such as 32"),
          new Setting(
              "CARAVAN_FABRIC_RUNS_KEPT_FOR", duration(), "Give a number of days, such as 7d"),
          new Setting("KUBERNETES_AT_ONCE", number(1, 1000), "Give a number, such as 8"),
          new Setting("ANSIBLE_HOST_KEY_CHECKING", bool(), SWITCH),
          new Setting(
              "ANSIBLE_JUMP_HOST",
              matching("([A-Za-z0-9._-]+@)?[A-Za-z0-9.:\\[\\]-]+", "is no [user@]host[:port]"),
              "Write it as user@bastion.example.org:22"),
          new Setting("ANSIBLE_TIME_LIMIT", duration(), "Give a duration, such as 1h"),
          new Setting("ANSIBLE_MOST_OUTPUT", size(), "Give a size, such as 10MB"),
          new Setting("ANSIBLE_OUTPUT_KEPT", duration(), "Give a duration, such as 90d"));

  private static final DeclaredSettings DECLARED = DeclaredSettings.read();

  static final List<Setting> ALL = all();

  /** Every name that may stand in the environment. */
  static final Set<String> NAMES = names();

  private KnownSettings() {}

  private static List<Setting> all() {
    Map<String, Setting> others = new TreeMap<>(DECLARED.byVariable());
    CHECKED.forEach(setting -> others.remove(setting.variable()));
    return Stream.concat(CHECKED.stream(), others.values().stream()).toList();
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>(BESIDE);
    names.addAll(DECLARED.ofProperties());
    ALL.forEach(setting -> names.add(setting.variable()));
    SECRETS.forEach(secret -> names.add(secret + SecretFiles.SUFFIX));
    return names;
  }
}
