package dev.caravan.worker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Connections for the signs of life of this node and its steps, and for nothing else: where all
 * others are in use, or one hangs, these still come through. Nothing here waits for long.
 */
@Component
class LeaseConnections implements DisposableBean {

  private static final int CONNECTIONS = 2;
  private static final int WAIT_MILLIS = 5_000;
  private static final String LIMITS = "set statement_timeout = '5s'; set lock_timeout = '2s'";

  private final HikariDataSource connections;

  LeaseConnections(JdbcConnectionDetails address) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("leases");
    config.setJdbcUrl(address.getJdbcUrl());
    config.setUsername(address.getUsername());
    config.setPassword(address.getPassword());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setConnectionInitSql(LIMITS);
    // A database that is away is no reason not to start; seconds, where the network swallows
    // packets.
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("connectTimeout", "5");
    config.addDataSourceProperty("socketTimeout", "10");
    this.connections = new HikariDataSource(config);
  }

  JdbcClient client() {
    return JdbcClient.create(connections);
  }

  @Override
  public void destroy() {
    connections.close();
  }
}
