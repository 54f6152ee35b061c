package dev.caravan.terminal;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The terminal that Caravan was started from. */
@Configuration(proxyBeanMethods = false)
class TerminalConfiguration {

  @Bean
  @SuppressWarnings("SystemConsoleNull") // On a newer Java a line written over a file is harmless.
  Screen screen() {
    return new Screen(System.out, System.console() != null);
  }
}
