package dev.caravan.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/**
 * The variables that {@code config/application.yml} and its profiles read, each with its default.
 * The default says of which kind the values are.
 */
final class DeclaredSettings {

  private static final List<String> FILES =
      List.of("config/application.yml", "config/application-sandbox.yml");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^${}]*))?");
  private static final Pattern DURATION = Pattern.compile("\\d+(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("\\d+(B|KB|MB|GB)");
  private static final Pattern WHOLE = Pattern.compile("\\d+");
  private static final Pattern DECIMAL = Pattern.compile("\\d*\\.\\d+");

  private final Map<String, Setting> byVariable = new TreeMap<>();
  private final Set<String> ofProperties = new TreeSet<>();

  private DeclaredSettings() {}

  static DeclaredSettings read() {
    DeclaredSettings declared = new DeclaredSettings();
    for (String file : FILES) {
      YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
      yaml.setResources(new ClassPathResource(file));
      Optional.ofNullable(yaml.getObject())
          .ifPresent(
              all ->
                  all.forEach(
                      (name, value) -> declared.add(String.valueOf(name), String.valueOf(value))));
    }
    return declared;
  }

  private void add(String property, String value) {
    ofProperties.add(property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT));
    Matcher variable = VARIABLE.matcher(value);
    while (variable.find()) {
      String usual = Optional.ofNullable(variable.group(2)).orElse("");
      byVariable.putIfAbsent(variable.group(1), setting(variable.group(1), usual));
    }
  }

  private static Setting setting(String variable, String usual) {
    if (DURATION.matcher(usual).matches()) {
      return new Setting(variable, Checks.duration(), "Give a duration, such as " + usual);
    }
    if (SIZE.matcher(usual).matches()) {
      return new Setting(variable, Checks.size(), "Give a size, such as " + usual);
    }
    if (WHOLE.matcher(usual).matches()) {
      return new Setting(
          variable, Checks.number(0, Integer.MAX_VALUE), "Give a whole number, such as " + usual);
    }
    if (DECIMAL.matcher(usual).matches()) {
      return new Setting(variable, Checks.decimal(), "Give a number, such as " + usual);
    }
    if (usual.equals("true") || usual.equals("false")) {
      return new Setting(variable, Checks.bool(), "Say true or false");
    }
    return new Setting(variable, value -> Optional.empty(), "");
  }

  Map<String, Setting> byVariable() {
    return byVariable;
  }

  /** The names by which Spring reads the same properties from the environment. */
  Set<String> ofProperties() {
    return ofProperties;
  }
}
