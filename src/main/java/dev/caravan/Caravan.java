package dev.caravan;

import dev.caravan.memory.LeanMemory;
import dev.caravan.storage.EarlyEnd;
import dev.caravan.terminal.CheckCommand;
import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Caravan. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Caravan {

  static {
    // The engine keeps local times without a zone: every node must mean the same by them.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  public static void main(String[] args) {
    if (CheckCommand.isAsked(args)) {
      System.exit(CheckCommand.run(args));
    }
    LeanMemory.begin();
    EarlyEnd.during(() -> SpringApplication.run(Caravan.class, args));
  }
}
