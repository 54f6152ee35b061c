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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of API keys. */
@Component
class ApiKeyStore {

  /** The time of last use is written at most this often: a busy key costs no write a call. */
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

  /** Keys, and what the users they belong to may do now. */
  private static final String KEYS =
      """
      select k.*, u.role as user_role, u.active as user_active
      from caravan.api_keys k left join caravan.users u on u.id = k.user_id
      """;

  private static final RowMapper<ReadRow<ApiKey>> READABLE =
      ReadRow.each(ApiKeyStore::read, "id", ApiKeyStore::key);

  private final JdbcClient jdbc;
  private final Clock clock;

  ApiKeyStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  Optional<ApiKey> find(UUID id) {
    return jdbc.sql(KEYS + "where k.id = :id")
        .param("id", id)
        .query(ReadRow.one(ApiKeyStore::read, "API key"))
        .optional();
  }

  /** The key that is in force now, its use noted; one that cannot be understood lets nobody in. */
  Optional<ApiKey> use(KeyMaterial key) {
    Instant now = clock.instant();
    Optional<ApiKey> found =
        jdbc.sql(KEYS + "where k.key_hash = :hash")
            .param("hash", key.hash())
            .query(READABLE)
            .optional()
            .flatMap(row -> Optional.ofNullable(row.item()))
            .filter(known -> known.counts(now));
    found.ifPresent(known -> noteUse(known, now));
    return found;
  }

  private void noteUse(ApiKey key, Instant now) {
    Instant last = key.lastUsedAt();
    if (last == null || last.plus(USE_NOTED_EVERY).isBefore(now)) {
      jdbc.sql("update caravan.api_keys set last_used_at = :now where id = :id")
          .param("now", Timestamp.from(now))
          .param("id", key.id())
          .update();
    }
  }

  Page<ApiKey> list(PageRequest request) {
    var statement =
        request
            .after()
            .map(
                after ->
                    jdbc.sql(
                            KEYS
                                + """
                                where (k.created_at, k.id) > (:at, :id)
                                order by k.created_at, k.id limit :limit
                                """)
                        .param("at", Timestamp.from(after.instant(0)))
                        .param("id", after.uuid(1)))
            .orElseGet(() -> jdbc.sql(KEYS + "order by k.created_at, k.id limit :limit"));
    return Page.of(statement.param("limit", request.rowsToRead()).query(READABLE).list(), request);
  }

  /** Adds a key that belongs to nobody; false where the name is taken. */
  boolean insert(String name, KeyMaterial key, Role role, String createdBy) {
    return insert(name, key, role, Set.of(), null, null, createdBy).isPresent();
  }

  /**
   * Adds a key, which belongs to the user who makes it or who owns the key that makes it; absent
   * where the name is taken.
   */
  Optional<ApiKey> insert(
      String name,
      KeyMaterial key,
      Role role,
      Set<String> topics,
      @Nullable Instant expiresAt,
      Caller maker) {
    UUID user =
        maker.kind() == Caller.Kind.USER
            ? maker.id()
            : find(maker.id()).map(ApiKey::userId).orElse(null);
    return insert(name, key, role, topics, expiresAt, user, maker.name());
  }

  private Optional<ApiKey> insert(
      String name,
      KeyMaterial key,
      Role role,
      Set<String> topics,
      @Nullable Instant expiresAt,
      @Nullable UUID user,
      String createdBy) {
    UUID id = UUID.randomUUID();
    int added =
        jdbc.sql(
                """
                insert into caravan.api_keys
                  (id, name, prefix, key_hash, role, topics, expires_at, user_id, created_by, created_at)
                values
                  (:id, :name, :prefix, :hash, :role, :topics, :expires_at, :user, :created_by, :now)
                on conflict do nothing
                """)
            .param("id", id)
            .param("name", name)
            .param("prefix", key.prefix())
            .param("hash", key.hash())
            .param("role", role.label())
            .param("topics", topics.stream().sorted().toArray(String[]::new))
            .param(
                "expires_at", expiresAt == null ? null : Timestamp.from(expiresAt), Types.TIMESTAMP)
            .param("user", user, Types.OTHER)
            .param("created_by", createdBy)
            .param("now", Timestamp.from(clock.instant()))
            .update();
    return added == 1 ? find(id) : Optional.empty();
  }

  boolean delete(UUID id) {
    return jdbc.sql("delete from caravan.api_keys where id = :id").param("id", id).update() == 1;
  }

  void deleteByName(String name) {
    jdbc.sql("delete from caravan.api_keys where name = :name").param("name", name).update();
  }

  private static Cursor key(ResultSet row) throws SQLException {
    return Cursor.of(Rows.time(row, "created_at"), row.getObject("id", UUID.class));
  }

  private static ApiKey read(ResultSet row, int index) throws SQLException {
    Role role = Role.of(row.getString("role"));
    UUID user = row.getObject("user_id", UUID.class);
    Role ofUser = user == null ? Role.ADMIN : Role.of(row.getString("user_role"));
    return new ApiKey(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("prefix"),
        role,
        user == null || row.getBoolean("user_active") ? role.atMost(ofUser) : null,
        ofUser == Role.ADMIN ? new TreeSet<>(Rows.texts(row, "topics")) : Set.of(),
        Rows.timeOrNull(row, "expires_at"),
        user,
        row.getString("created_by"),
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "last_used_at"));
  }
}
