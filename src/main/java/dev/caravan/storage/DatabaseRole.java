package dev.caravan.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The one role that may log in to the embedded PostgreSQL: it owns Caravan's database and is no
 * superuser. The superuser, who could run programs, has neither a password nor a way in: what it
 * must do is done while the server does not listen.
 */
final class DatabaseRole {

  static final String NAME = "caravan";
  static final String DATABASE = "postgres";

  private static final String ACCESS =
      """
      # Written by Caravan at each start.
      host %s %s 127.0.0.1/32 scram-sha-256
      """
          .formatted(DATABASE, NAME);

  /** Statements end with an empty line, as the server takes them alone; all may be run again. */
  private static final String STATEMENTS =
      """
      do $$ begin
        if not exists (select from pg_roles where rolname = 'caravan') then create role caravan; end if;
      end $$;

      set password_encryption = 'scram-sha-256';

      alter role caravan login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
        password '{password}';

      alter role postgres password null;

      alter database postgres owner to caravan;

      do $$ declare what record; begin
        for what in
          select n.nspname as name from pg_namespace n
          where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        loop execute format('alter schema %I owner to caravan', what.name); end loop;
        for what in
          select c.oid::regclass as name
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
            and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
            and not exists (
              select from pg_depend d
              where d.classid = 'pg_class'::regclass and d.objid = c.oid and c.relkind = 'S'
                and d.deptype in ('a', 'i'))
        loop execute format('alter table %s owner to caravan', what.name); end loop;
        for what in
          select p.oid::regprocedure as name
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace
          where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        loop execute format('alter routine %s owner to caravan', what.name); end loop;
        for what in
          select t.oid::regtype as name
          from pg_type t join pg_namespace n on n.oid = t.typnamespace
            left join pg_class c on c.oid = t.typrelid
          where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
            and (t.typtype in ('d', 'e', 'r') or c.relkind = 'c')
        loop execute format('alter type %s owner to caravan', what.name); end loop;
      end $$;

      """;

  private final Path folder;
  private final Path passwordFile;

  /**
   * @param folder of the server's data
   * @param passwordFile where the role's password is kept
   */
  DatabaseRole(Path folder, Path passwordFile) {
    this.folder = folder;
    this.passwordFile = passwordFile;
  }

  /** Closes every other way in, and gives the password; the server must not run. */
  String settle(PostgresPrograms programs) throws IOException {
    PrivateFolder.write(folder.resolve("pg_hba.conf"), ACCESS);
    if (!Files.exists(passwordFile)) {
      String password = random();
      apply(programs, password);
      PrivateFolder.write(passwordFile, password);
    }
    return Files.readString(passwordFile).strip();
  }

  private void apply(PostgresPrograms programs, String password) throws IOException {
    String printed =
        programs.run(
            "postgres",
            STATEMENTS.replace("{password}", password),
            "--single",
            "-j",
            "-c",
            "exit_on_error=on",
            "-D",
            folder.toString(),
            DATABASE);
    if (printed.contains("ERROR:") || printed.contains("FATAL:")) {
      throw new IOException(
          "The role of the embedded PostgreSQL was not made: "
              + printed.replace(password, "********"));
    }
  }

  private static String random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
