package dev.caravan.ansible;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.security.Vault;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The runs of playbooks: what was asked for, and what became of it. */
@Component
public class PlaybookRuns {

  private final JdbcClient jdbc;
  private final Vault vault;
  private final ObjectMapper json;

  PlaybookRuns(JdbcClient jdbc, Vault vault, ObjectMapper json) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.json = json;
  }

  /**
   * Writes down a run that is wanted; joins the caller's transaction.
   *
   * @param subject what is configured
   * @param extraVars an object; kept sealed, and only until the run has ended
   */
  public UUID ask(
      UUID subject, Playbook playbook, Inventory inventory, JsonNode extraVars, String by) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into caravan.playbook_runs (id, subject, playbook, repeatable, inventory, extra_vars, asked_by)
            values (:id, :subject, :playbook, :repeatable, :inventory::jsonb, :vars, :by)
            """)
        .param("id", id)
        .param("subject", subject)
        .param("playbook", playbook.name())
        .param("repeatable", playbook.repeatable())
        .param("inventory", inventory.forAnsible().toString())
        .param("vars", vault.seal(ExtraVars.kept(extraVars), purpose(id)))
        .param("by", by)
        .update();
    return id;
  }

  public Optional<PlaybookRun> find(UUID id) {
    return jdbc.sql("select * from caravan.playbook_runs where id = :id")
        .param("id", id)
        .query(this::run)
        .optional();
  }

  public PlaybookRun require(UUID id) {
    return find(id).orElseThrow(() -> PermanentFailure.notFound("There is no run " + id));
  }

  /** The newest run on a subject. */
  public Optional<PlaybookRun> latest(UUID subject) {
    return jdbc.sql(
            "select * from caravan.playbook_runs where subject = :subject order by asked_at desc,"
                + " id limit 1")
        .param("subject", subject)
        .query(this::run)
        .optional();
  }

  /** The run has ended without Ansible's word: it was cancelled or given up. */
  public void close(UUID id, RunState state) {
    end(id, state, null, NullNode.getInstance());
  }

  /** The first end counts. */
  void end(UUID id, RunState state, @Nullable Integer exitCode, JsonNode recap) {
    jdbc.sql(
            """
            update caravan.playbook_runs
            set state = :state, exit_code = :code, recap = :recap::jsonb, ended_at = now(), extra_vars = null
            where id = :id and ended_at is null
            """)
        .param("id", id)
        .param("state", state.word())
        .param("code", exitCode)
        .param("recap", recap.isNull() ? null : recap.toString())
        .update();
  }

  /** What Ansible is told of the hosts. */
  JsonNode inventory(UUID id) {
    return Rows.tree(
        json,
        jdbc.sql("select inventory from caravan.playbook_runs where id = :id")
            .param("id", id)
            .query(String.class)
            .single());
  }

  /** The variables that were given, unsealed. */
  JsonNode extraVars(UUID id) {
    return jdbc.sql(
            "select extra_vars from caravan.playbook_runs where id = :id and extra_vars is not"
                + " null")
        .param("id", id)
        .query(byte[].class)
        .optional()
        .map(closed -> Rows.tree(json, vault.open(closed, purpose(id))))
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }

  static String purpose(UUID id) {
    return "playbook_runs " + id;
  }

  private PlaybookRun run(ResultSet row, int n) throws SQLException {
    return new PlaybookRun(
        row.getObject("id", UUID.class),
        row.getObject("subject", UUID.class),
        row.getString("playbook"),
        row.getBoolean("repeatable"),
        RunState.of(row.getString("state")),
        row.getObject("exit_code", Integer.class),
        Rows.tree(json, row.getString("recap")),
        Rows.time(row, "asked_at"),
        Rows.timeOrNull(row, "started_at"),
        Rows.timeOrNull(row, "ended_at"));
  }
}
