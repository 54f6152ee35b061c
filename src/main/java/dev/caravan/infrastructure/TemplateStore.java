package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.PageBytes;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.ReadRow;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every version of every template. */
@Component
class TemplateStore {

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  TemplateStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Keeps the content as the newest version, unless the newest is just that; says which it is. */
  Template keep(String name, JsonNode content, String by) {
    jdbc.sql(
            """
            insert into caravan.templates (name, version, content, created_by)
            select :name, coalesce(max(version), 0) + 1, :content::jsonb, :by
            from caravan.templates where name = :name
            having coalesce((array_agg(content order by version desc))[1] <> :content::jsonb, true)
            on conflict do nothing
            """)
        .param("name", name)
        .param("content", content.toString())
        .param("by", by)
        .update();
    return find(name).orElseThrow();
  }

  /** What a file was when it was last read. */
  Optional<String> hashOf(String file) {
    return jdbc.sql("select sha256 from caravan.template_files where file = :file")
        .param("file", file)
        .query(String.class)
        .optional();
  }

  void read(String file, String sha256) {
    jdbc.sql(
            """
            insert into caravan.template_files (file, sha256) values (:file, :sha256)
            on conflict (file) do update set sha256 = :sha256, read_at = now()
            """)
        .param("file", file)
        .param("sha256", sha256)
        .update();
  }

  /** Whether any version of a template had this content. */
  boolean everHeld(String name, JsonNode content) {
    return jdbc.sql(
            "select exists (select 1 from caravan.templates where name = :name and content ="
                + " :content::jsonb)")
        .param("name", name)
        .param("content", content.toString())
        .query(Boolean.class)
        .single();
  }

  /** The newest version. */
  Optional<Template> find(String name) {
    return jdbc.sql(
            "select * from caravan.templates where name = :name order by version desc limit 1")
        .param("name", name)
        .query(ReadRow.one(this::template, "template"))
        .optional();
  }

  Optional<Template> find(String name, int version) {
    return jdbc.sql("select * from caravan.templates where name = :name and version = :version")
        .param("name", name)
        .param("version", version)
        .query(ReadRow.one(this::template, "template"))
        .optional();
  }

  /** The newest version of each, by name. */
  List<ReadRow<Template>> list(PageRequest page) {
    return jdbc.sql(
            PageBytes.bounded(
                """
                select distinct on (name) * from caravan.templates
                where :after::text is null or name > :after
                order by name, version desc limit :limit
                """))
        .param("after", page.after().map(at -> at.text(0)).orElse(null))
        .param("limit", page.rowsToRead())
        .query(ReadRow.paged(this::template, "name", row -> Cursor.of(row.getString("name"))))
        .list();
  }

  private Template template(ResultSet row, int n) throws SQLException {
    return new Template(
        row.getString("name"), row.getInt("version"), Rows.tree(json, row.getString("content")));
  }
}
