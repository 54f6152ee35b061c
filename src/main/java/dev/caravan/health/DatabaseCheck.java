package dev.caravan.health;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether PostgreSQL answers. */
@org.springframework.stereotype.Component
class DatabaseCheck implements ComponentCheck {

  private final JdbcClient jdbc;

  DatabaseCheck(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Component component() {
    return Component.DATABASE;
  }

  @Override
  public Finding look() {
    String version = jdbc.sql("show server_version").query(String.class).single();
    return Finding.up("PostgreSQL " + version);
  }
}
