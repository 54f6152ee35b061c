package dev.caravan.security;

import dev.caravan.paging.Cursor;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.ReadRow;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of users. */
@Component
class UserStore {

  private final JdbcClient jdbc;
  private final Clock clock;

  UserStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  Optional<User> find(UUID id) {
    return jdbc.sql("select * from caravan.users where id = :id")
        .param("id", id)
        .query(ReadRow.one(UserStore::read, "user"))
        .optional();
  }

  Optional<User> findByName(String username) {
    return jdbc.sql("select * from caravan.users where lower(username) = lower(:username)")
        .param("username", username)
        .query(ReadRow.one(UserStore::read, "user"))
        .optional();
  }

  Page<User> list(PageRequest request) {
    var statement =
        request
            .after()
            .map(
                after ->
                    jdbc.sql(
                            """
                            select * from caravan.users where (created_at, id) > (:at, :id)
                            order by created_at, id limit :limit
                            """)
                        .param("at", Timestamp.from(after.instant(0)))
                        .param("id", after.uuid(1)))
            .orElseGet(
                () -> jdbc.sql("select * from caravan.users order by created_at, id limit :limit"));
    return Page.of(
        statement
            .param("limit", request.rowsToRead())
            .query(ReadRow.each(UserStore::read, "id", UserStore::key))
            .list(),
        request);
  }

  /** Adds a user; false where the name is taken. */
  boolean insert(UUID id, String username, String passwordHash, Role role, boolean active) {
    return jdbc.sql(
                """
                insert into caravan.users
                  (id, username, password_hash, role, active, created_at, updated_at)
                values (:id, :username, :hash, :role, :active, :now, :now)
                on conflict do nothing
                """)
            .param("id", id)
            .param("username", username)
            .param("hash", passwordHash)
            .param("role", role.label())
            .param("active", active)
            .param("now", now())
            .update()
        == 1;
  }

  /**
   * Writes a changed user; false where the row has become another version meanwhile. A new password
   * ends the tokens given out before, and so does being disabled: they stay ended when the user is
   * enabled again.
   */
  boolean update(User user, Role role, boolean active, @Nullable String newPasswordHash) {
    return jdbc.sql(
                """
                update caravan.users
                set role = :role, active = :active,
                  password_hash = coalesce(:hash, password_hash),
                  credentials_version = credentials_version
                    + case when :hash is not null or (active and not :active) then 1 else 0 end,
                  version = version + 1, updated_at = :now
                where id = :id and version = :version
                """)
            .param("role", role.label())
            .param("active", active)
            .param("hash", newPasswordHash, Types.VARCHAR)
            .param("now", now())
            .param("id", user.id())
            .param("version", user.version())
            .update()
        == 1;
  }

  boolean delete(User user) {
    return jdbc.sql("delete from caravan.users where id = :id and version = :version")
            .param("id", user.id())
            .param("version", user.version())
            .update()
        == 1;
  }

  /** How many admins can log in; nobody changes them until the transaction ends. */
  long lockActiveAdmins() {
    return jdbc.sql("select id from caravan.users where role = 'admin' and active for update")
        .query(UUID.class)
        .list()
        .size();
  }

  boolean isEmpty() {
    return jdbc.sql("select not exists (select 1 from caravan.users)")
        .query(Boolean.class)
        .single();
  }

  void recordLogin(UUID id) {
    jdbc.sql("update caravan.users set last_login_at = :now where id = :id")
        .param("now", now())
        .param("id", id)
        .update();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static Cursor key(ResultSet row) throws SQLException {
    return Cursor.of(Rows.time(row, "created_at"), row.getObject("id", UUID.class));
  }

  private static User read(ResultSet row, int index) throws SQLException {
    return new User(
        row.getObject("id", UUID.class),
        row.getString("username"),
        row.getString("password_hash"),
        Role.of(row.getString("role")),
        row.getBoolean("active"),
        row.getInt("credentials_version"),
        row.getInt("version"),
        Rows.time(row, "created_at"),
        Rows.time(row, "updated_at"),
        Rows.timeOrNull(row, "last_login_at"));
  }
}
