package dev.caravan.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Stops a start whose environment is wrong, before anything is opened, with all problems at once.
 */
public class SettingsCheck
    implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

  private static final Logger log = LoggerFactory.getLogger(SettingsCheck.class);

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    List<Problem> problems = problemsOf(context.getEnvironment());
    if (!problems.isEmpty()) {
      throw new WrongSettings(problems);
    }
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  static List<Problem> problemsOf(Environment environment) {
    List<Problem> problems = new ArrayList<>();
    for (Setting setting : KnownSettings.ALL) {
      String value = environment.getProperty(setting.variable(), "").strip();
      if (!value.isEmpty()) {
        setting.problemOf(value).ifPresent(problems::add);
      }
    }
    KnownSettings.SECRETS.forEach(secret -> checkFile(secret, environment, problems));
    checkPair("NETBOX_URL", "NETBOX_TOKEN", environment, problems);
    checkNames(environment, problems);
    return problems;
  }

  /** A name that is Caravan's alone ends the start; one that may be another's is said. */
  private static void checkNames(Environment environment, List<Problem> problems) {
    Misspellings misspellings = new Misspellings(KnownSettings.NAMES);
    for (String variable : variables(environment)) {
      if (misspellings.isUnknown(variable)) {
        String meant =
            misspellings.nearest(variable).map(" (perhaps %s is meant)"::formatted).orElse("");
        if (misspellings.isOurs(variable)) {
          problems.add(
              new Problem(variable, "is unknown" + meant, "Write it as it is known, or remove it"));
        } else {
          log.warn("The variable {} is unknown{}: nothing reads it", variable, meant);
        }
      }
    }
  }

  private static List<String> variables(Environment environment) {
    return environment instanceof ConfigurableEnvironment sources
            && sources
                    .getPropertySources()
                    .get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
                instanceof EnumerablePropertySource<?> source
        ? Stream.of(source.getPropertyNames()).sorted().toList()
        : List.of();
  }

  private static void checkFile(String secret, Environment environment, List<Problem> problems) {
    String variable = secret + SecretFiles.SUFFIX;
    String file = environment.getProperty(variable, "");
    if (file.isBlank()) {
      return;
    }
    String found = SecretFiles.read(file).orElse("");
    if (found.isEmpty()) {
      problems.add(
          new Problem(
              variable,
              "names a file that is empty or cannot be read",
              "Mount the secret where Caravan's user can read it"));
    } else if (!found.equals(environment.getProperty(secret, found).strip())) {
      problems.add(
          new Problem(
              variable, "and " + secret + " are both given and differ", "Keep one of them"));
    }
  }

  private static void checkPair(
      String given, String needed, Environment environment, List<Problem> problems) {
    if (!environment.getProperty(given, "").isBlank()
        && environment.getProperty(needed, "").isBlank()) {
      problems.add(
          new Problem(
              needed,
              "is missing, but %s is given".formatted(given),
              "Give %s, or %s_FILE with a file that holds it".formatted(needed, needed)));
    }
  }
}
