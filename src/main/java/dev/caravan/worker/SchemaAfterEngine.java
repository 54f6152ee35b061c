package dev.caravan.worker;

import org.flowable.engine.ProcessEngine;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Caravan's tables come after the engine's: views and indexes of ours stand on them. */
@Configuration(proxyBeanMethods = false)
class SchemaAfterEngine {

  @Bean
  FlywayMigrationStrategy migrateAfter(ProcessEngine engine, SchemaLock schema) {
    return flyway -> {
      if (engine.getName() != null) {
        flyway.migrate();
        schema.release();
      }
    };
  }
}
