package dev.caravan.story;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What is awaited without a limit of its own may take a minute: a machine ten times slower passes,
 * and one that is fast waits for nothing.
 */
public final class PatientTests implements BeforeAllCallback {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(PATIENCE);
  }
}
