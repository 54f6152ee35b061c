package dev.caravan.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/**
 * The embedded servers as another user of the machine finds them, and as older versions left them.
 */
class EmbeddedServersTest {

  @TempDir private Path temp;

  @Test
  void nobodyLogsInWithoutThePassword() throws Exception {
    try (DataDirectory data = DataDirectory.hold(temp.resolve("data"));
        EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
      JdbcAddress ours = database.address();
      assertThat(query(ours, "select current_user")).isEqualTo("caravan");
      for (String user : List.of("postgres", "caravan", "root")) {
        for (String password : List.of("", "postgres", "caravan")) {
          assertThatThrownBy(
                  () -> query(new JdbcAddress(ours.jdbcUrl(), user, password), "select 1"))
              .as("%s with '%s'", user, password)
              .isInstanceOf(SQLException.class);
        }
      }
      assertThat(ours.toString()).doesNotContain(ours.password());
    }
  }

  @Test
  void theRoleCannotLeaveTheDatabase() throws Exception {
    try (DataDirectory data = DataDirectory.hold(temp.resolve("data"));
        EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
      JdbcAddress ours = database.address();
      assertThat(
              query(
                  ours,
                  "select rolsuper or rolcreaterole or rolreplication from pg_roles where rolname ="
                      + " current_user"))
          .isEqualTo("f");
      for (String escape :
          List.of(
              "copy (select 1) to program 'id'",
              "copy pg_database from program 'id'",
              "select pg_read_file('pg_hba.conf')",
              "select lo_import('/etc/passwd')",
              "set role postgres",
              "alter role caravan superuser",
              "create extension file_fdw",
              "alter system set log_statement = 'all'")) {
        assertThatThrownBy(() -> query(ours, escape)).as(escape).isInstanceOf(SQLException.class);
      }
    }
  }

  /** Ctrl-C goes to the whole group of the terminal's process. */
  @Test
  void ctrlCReachesTheServersThroughCaravanAlone() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "there is no /proc here");
    assumeTrue(Files.exists(Path.of("/usr/bin/setsid")), "setsid is not installed here");
    try (DataDirectory data = DataDirectory.hold(temp.resolve("data"));
        EmbeddedDatabase database = EmbeddedDatabase.start(data);
        EmbeddedRedis redis = EmbeddedRedis.start(data)) {
      assertThat(redis.endpoint().port()).isGreaterThan(1);
      assertThat(query(database.address(), "select 1")).isEqualTo("1");
      String ours = group(ProcessHandle.current().pid());
      for (String pidFile : List.of("redis/redis.pid", "postgres/postmaster.pid")) {
        List<String> lines = Files.readAllLines(temp.resolve("data").resolve(pidFile));
        assertThat(group(Long.parseLong(lines.get(0).strip()))).as(pidFile).isNotEqualTo(ours);
      }
    }
  }

  /** The group of a process, which stands behind its name and state. */
  private static String group(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2];
  }

  @Test
  void nothingInTheDataFolderIsOpenToOthers() throws Exception {
    Path folder = temp.resolve("data");
    try (DataDirectory data = DataDirectory.hold(folder);
        EmbeddedDatabase database = EmbeddedDatabase.start(data);
        EmbeddedRedis redis = EmbeddedRedis.start(data)) {
      assertThat(redis.endpoint().port()).isGreaterThan(1);
      assertThat(query(database.address(), "select 1")).isEqualTo("1");
    }
    assertThat(
            Files.exists(folder.resolve("redis/dump.rdb"))
                || Files.exists(folder.resolve("redis/redis.conf")))
        .isTrue();
    assertThat(openToOthers(folder)).isEmpty();
  }

  @Test
  void redisTakesNothingFromWhoDoesNotKnowThePassword() throws Exception {
    try (DataDirectory data = DataDirectory.hold(temp.resolve("data"));
        EmbeddedRedis redis = EmbeddedRedis.start(data)) {
      RedisEndpoint ours = redis.endpoint();
      assertThat(say(ours.port(), "PING")).contains("NOAUTH");
      assertThat(say(ours.port(), "CONFIG GET dir")).contains("NOAUTH");
      assertThat(say(ours.port(), "AUTH default x")).contains("WRONGPASS");
      String login = "AUTH %s %s\r\n".formatted(ours.username(), ours.password());
      assertThat(say(ours.port(), login + "SET a 1")).contains("+OK\r\n+OK");
      for (String forbidden :
          List.of(
              "EVAL \"return 1\" 0",
              "CONFIG SET dir /tmp",
              "SHUTDOWN",
              "FLUSHALL",
              "DEBUG SLEEP 0",
              "MODULE LIST",
              "SLAVEOF 127.0.0.1 1")) {
        assertThat(say(ours.port(), login + forbidden)).as(forbidden).contains("NOPERM");
      }
    }
  }

  /** What an older version left: a server without passwords, in a folder that all can read. */
  @Test
  void aDatabaseOfAnOlderVersionIsClosedAndLosesNothing() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("data"));
    open(folder);
    try (EmbeddedPostgres old =
            EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
        Connection connection = old.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema kept");
      statement.execute("create domain kept.short as text check (length(value) < 9)");
      statement.execute("create type kept.colour as enum ('red', 'blue')");
      statement.execute(
          "create table kept.things (id bigint generated always as identity, name kept.short,"
              + " colour kept.colour)");
      statement.execute("create table public.act_like (id serial, note text)");
      statement.execute("create sequence kept.apart");
      statement.execute("create view kept.seen as select name from kept.things");
      statement.execute(
          "create function kept.twice(n int) returns int language sql as 'select n * 2'");
      statement.execute("insert into kept.things (name, colour) values ('bolt', 'red')");
    }
    Files.writeString(folder.resolve("left.txt"), "x");
    Files.setPosixFilePermissions(
        folder.resolve("left.txt"), PosixFilePermissions.fromString("rw-rw-rw-"));

    try (DataDirectory data = DataDirectory.hold(folder);
        EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
      JdbcAddress ours = database.address();
      assertThat(query(ours, "select name from kept.seen")).isEqualTo("bolt");
      assertThat(
              query(
                  ours,
                  "insert into kept.things (name, colour) values ('nut', 'blue') returning id"))
          .isEqualTo("2");
      for (String change :
          List.of(
              "alter table kept.things add column weight int",
              "alter table public.act_like add column weight int",
              "alter sequence kept.apart restart",
              "alter type kept.colour add value 'green'",
              "alter domain kept.short drop not null",
              "create or replace view kept.seen as select name, id from kept.things",
              "drop function kept.twice(int)",
              "create table kept.more (id int)",
              "create schema another",
              "create table public.more (id int)")) {
        execute(ours, change);
      }
      assertThatThrownBy(() -> query(new JdbcAddress(ours.jdbcUrl(), "postgres", ""), "select 1"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(openToOthers(folder)).isEmpty();
  }

  @Test
  void aServerThatOutlivedItsCaravanIsEndedAndNothingIsLost() throws Exception {
    Path folder = temp.resolve("data");
    try (DataDirectory data = DataDirectory.hold(folder);
        EmbeddedDatabase abandoned = EmbeddedDatabase.start(data);
        EmbeddedRedis abandonedRedis = EmbeddedRedis.start(data)) {
      execute(abandoned.address(), "create table kept (n int)");
      execute(abandoned.address(), "insert into kept values (7)");
      assertThat(abandonedRedis.endpoint().port()).isGreaterThan(1);
      try (EmbeddedDatabase next = EmbeddedDatabase.start(data);
          EmbeddedRedis nextRedis = EmbeddedRedis.start(data)) {
        assertThat(query(next.address(), "select n from kept")).isEqualTo("7");
        assertThat(next.address().jdbcUrl()).isEqualTo(abandoned.address().jdbcUrl());
        assertThat(nextRedis.endpoint().port()).isEqualTo(abandonedRedis.endpoint().port());
        assertThat(nextRedis.endpoint().password())
            .isNotEqualTo(abandonedRedis.endpoint().password());
      }
    }
  }

  /** Who sits on the port that was ours must not be taken for our server and told the password. */
  @Test
  void aPortThatBelongsToSomebodyElseIsLeftToHim() throws Exception {
    Path folder = temp.resolve("data");
    try (ServerSocket stranger = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        DataDirectory data = DataDirectory.hold(folder)) {
      Files.writeString(folder.resolve("postgres.port"), "" + stranger.getLocalPort());
      Files.writeString(folder.resolve("redis.port"), "" + stranger.getLocalPort());
      stranger.setSoTimeout(1);
      try (EmbeddedDatabase database = EmbeddedDatabase.start(data);
          EmbeddedRedis redis = EmbeddedRedis.start(data)) {
        assertThat(query(database.address(), "select 1")).isEqualTo("1");
        assertThat(database.address().jdbcUrl()).doesNotContain(":" + stranger.getLocalPort());
        assertThat(redis.endpoint().port()).isNotEqualTo(stranger.getLocalPort());
      }
    }
  }

  @Test
  void programsThatOthersCouldHavePlantedAreNotRun() throws Exception {
    Path home = PrivateFolder.make(temp.resolve("data")).resolve("programs");
    Path program = PostgresBinaries.unpackInto(home).resolve("bin/pg_ctl");
    byte[] genuine = Files.readAllBytes(program);
    Files.writeString(program, "#!/bin/sh\n");
    assertThat(PostgresBinaries.unpackInto(home).resolve("bin/pg_ctl")).hasContent("#!/bin/sh\n");
    for (Path opened : List.of(program, home, temp.resolve("data"))) {
      Files.writeString(program, "#!/bin/sh\n");
      open(opened);
      DataDirectory.secure(temp.resolve("data"));
      assertThat(PostgresBinaries.unpackInto(home).resolve("bin/pg_ctl"))
          .as("with %s open", opened)
          .hasBinaryContent(genuine);
    }
  }

  @Test
  void noSecretIsOnACommandLine() throws Exception {
    try (DataDirectory data = DataDirectory.hold(temp.resolve("data"));
        EmbeddedDatabase database = EmbeddedDatabase.start(data);
        EmbeddedRedis redis = EmbeddedRedis.start(data)) {
      List<String> lines = new ArrayList<>();
      try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
        all.forEach(each -> each.info().commandLine().ifPresent(lines::add));
      }
      assertThat(lines).anyMatch(line -> line.contains(temp.toString()));
      assertThat(lines)
          .noneMatch(line -> line.contains(database.address().password()))
          .noneMatch(line -> line.contains("" + redis.endpoint().password()));
    }
  }

  /** It cannot save, and so does not heed that it should end. */
  @Test
  void aRedisWhoseFolderIsGoneEndsAllTheSame() throws Exception {
    Path folder = temp.resolve("data");
    try (DataDirectory data = DataDirectory.hold(folder)) {
      EmbeddedRedis redis = EmbeddedRedis.start(data);
      String login =
          "AUTH %s %s\r\n".formatted(redis.endpoint().username(), redis.endpoint().password());
      assertThat(say(redis.endpoint().port(), login + "SET a 1")).contains("+OK\r\n+OK");
      Path pidFile = folder.resolve("redis/redis.pid");
      ProcessHandle process = OwnProcess.of(pidFile, "redis-server").orElseThrow();
      FileSystemUtils.deleteRecursively(folder.resolve("redis"));
      long start = System.nanoTime();

      redis.close();

      assertThat(process.isAlive()).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }
  }

  private static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static List<String> openToOthers(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> open = new ArrayList<>();
      for (Path path : all.filter(each -> !Files.isSymbolicLink(each)).toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        if (!mode.endsWith("------")) {
          open.add(mode + " " + path);
        }
      }
      return open;
    }
  }

  private static String query(JdbcAddress address, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  private static void execute(JdbcAddress address, String sql) throws SQLException {
    assertThat(query(address, sql)).as(sql).isEmpty();
  }

  private static String say(int port, String commands) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write((commands + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
