package dev.caravan.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Reads mounted secrets: {@code NETBOX_TOKEN_FILE} names a file that holds {@code NETBOX_TOKEN}. A
 * file that cannot be read is told by {@link SettingsCheck} with all other problems.
 */
public class SecretFiles implements EnvironmentPostProcessor {

  static final String SUFFIX = "_FILE";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<String, Object> secrets = new HashMap<>();
    for (String name : KnownSettings.SECRETS) {
      String file = environment.getProperty(name + SUFFIX, "");
      if (!file.isBlank()) {
        read(file).ifPresent(secret -> secrets.put(name, secret));
      }
    }
    environment
        .getPropertySources()
        .addAfter(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new MapPropertySource("secretFiles", secrets));
  }

  /** The secret in a file, without the line end that editors put behind it. */
  static Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file.strip())).strip());
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
