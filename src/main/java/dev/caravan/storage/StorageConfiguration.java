package dev.caravan.storage;

import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** Chooses the PostgreSQL and the Redis that this node works with. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

  private static final String OWN_DATABASE =
      "'${caravan.database.url}${caravan.database.host}'.trim().isEmpty()";
  private static final String OWN_REDIS =
      "'${caravan.redis.url}${caravan.redis.host}'.trim().isEmpty()";

  /** Before any bean can write there, and also where no embedded server needs the folder. */
  @Bean
  static BeanFactoryPostProcessor privateDataFolder(Environment environment) {
    return factory -> {
      String folder = environment.getProperty("caravan.data-dir", "");
      try {
        if (!folder.isBlank()) {
          DataDirectory.secure(Path.of(folder));
        }
      } catch (IOException e) {
        throw PermanentFailure.configuration(
            "CARAVAN_DATA_DIR: cannot write to the folder %s (%s)".formatted(folder, e));
      }
    };
  }

  /** What was made while Caravan started: the samples of profile sandbox, for one. */
  @Bean
  static ApplicationListener<ApplicationReadyEvent> closedOnceMore(StorageProperties storage) {
    return ready -> {
      try {
        DataDirectory.secure(storage.dataDir());
      } catch (IOException e) {
        LoggerFactory.getLogger(DataDirectory.class)
            .warn("{} may be open to other users: {}", storage.dataDir(), e.toString());
      }
    };
  }

  /** Held only where an embedded server needs it. */
  @Bean
  @Lazy
  DataDirectory dataDirectory(StorageProperties storage) {
    return DataDirectory.hold(storage.dataDir());
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnExpression(OWN_DATABASE)
  static class OwnDatabase {

    @Bean
    EmbeddedDatabase embeddedDatabase(DataDirectory data) {
      return EmbeddedDatabase.start(data);
    }

    @Bean
    JdbcConnectionDetails embeddedDatabaseAddress(EmbeddedDatabase database) {
      return database.address();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnExpression("!(" + OWN_DATABASE + ")")
  static class GivenDatabase {

    @Bean
    JdbcConnectionDetails databaseAddress(StorageProperties storage) {
      return JdbcAddress.of(storage.database());
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnExpression(OWN_REDIS)
  static class OwnRedis {

    @Bean
    EmbeddedRedis embeddedRedis(DataDirectory data) {
      return EmbeddedRedis.start(data);
    }

    @Bean
    RedisConnectionDetails embeddedRedisAddress(EmbeddedRedis redis) {
      return redis.endpoint();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnExpression("!(" + OWN_REDIS + ")")
  static class GivenRedis {

    @Bean
    RedisConnectionDetails redisAddress(StorageProperties storage) {
      return RedisEndpoint.of(storage.redis());
    }
  }
}
