package dev.caravan.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * How much is logged: {@code DEBUG=true} makes Caravan's own log talkative and no other. An unknown
 * {@code LOG_LEVEL} would end the start by itself; it is put aside, so that {@link SettingsCheck}
 * tells it together with all other problems.
 */
public class LogSwitches implements EnvironmentPostProcessor {

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<String, Object> levels = new HashMap<>();
    if (environment.getProperty("DEBUG", "").strip().matches("(?i)true|yes|on|1")) {
      levels.put("logging.level.dev.caravan", "DEBUG");
    }
    String level = environment.getProperty("LOG_LEVEL", "").strip();
    Optional<String> wrong =
        KnownSettings.ALL.stream()
            .filter(setting -> setting.variable().equals("LOG_LEVEL"))
            .findFirst()
            .flatMap(setting -> setting.check().wrong(level));
    if (wrong.isPresent()) {
      levels.put("logging.level.root", "INFO");
    }
    environment.getPropertySources().addFirst(new MapPropertySource("logSwitches", levels));
  }
}
