package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.NetBoxProperties;
import dev.caravan.secret.Confidential;
import dev.caravan.storage.Rows;
import dev.caravan.worker.Step;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One import on a real database, led step by step. */
final class Lab {

  final UUID process = UUID.randomUUID();
  final NetBoxOverHttp netbox;
  private final JdbcClient jdbc = LabDatabase.jdbc();
  private final DeviceImportSteps steps;
  private final ImageSteps imageSteps;
  private final Map<String, String> images = new ConcurrentHashMap<>();
  Map<String, Object> inputs = Map.of("commit", "c0ffee", "existing", "skip", "dry_run", false);
  long done;
  long total;

  Lab(NetBoxOverHttp netbox) {
    this(netbox, 500);
  }

  Lab(NetBoxOverHttp netbox, int batchSize) {
    this.netbox = netbox;
    NetBoxProperties properties =
        new NetBoxProperties(
            netbox.address(),
            Confidential.of("unused"),
            true,
            null,
            Duration.ofSeconds(60),
            batchSize,
            4);
    this.steps = new DeviceImportSteps(properties, books());
    this.imageSteps = new ImageSteps(properties, books(), (step, files) -> images(files));
  }

  /** What is in the files is the text that its content is called by, drawn. */
  private Map<String, byte[]> images(Collection<String> files) {
    Map<String, byte[]> read = new TreeMap<>();
    files.forEach(file -> read.put(file, Pictures.png(images.getOrDefault(file, file))));
    return read;
  }

  /** Puts an image into the work list, as the reading side does. */
  void image(String definition, String slot, String file, String content) {
    images.put(file, content);
    jdbc.sql(
            """
            insert into caravan.import_images (process_id, path, slot, file, content, bytes)
            values (?, ?, ?, ?, ?, 100)
            """)
        .params(process, definition, slot, file, content)
        .update();
  }

  /** {@code state: how many} of the images. */
  Map<String, Object> images() {
    return new SummaryStore(jdbc).images(process);
  }

  private Books books() {
    return new Books(
        new ImportStore(jdbc, LabDatabase.JSON),
        new ReferenceStore(jdbc, LabDatabase.JSON),
        new Journal(jdbc, LabDatabase.JSON, netbox.clock()),
        new SentStore(jdbc, netbox.clock()),
        new Locks(jdbc, netbox.clock()),
        new WrittenStore(jdbc, LabDatabase.JSON, netbox.clock()),
        new LeftoverStore(jdbc, LabDatabase.JSON),
        new ImageStore(jdbc, netbox.clock()));
  }

  /** What a version that kept no fields knew of this NetBox. */
  void forgetWhatWasWritten() {
    jdbc.sql("delete from caravan.written_objects where netbox = ?")
        .param(netbox.address())
        .update();
  }

  void forgetWhichImagesWereSent() {
    jdbc.sql("delete from caravan.written_images where netbox = ?")
        .param(netbox.address())
        .update();
  }

  void learnFromOlderImports() {
    new OlderImports(books()).learn();
  }

  void define(Map<String, JsonNode> definitions) {
    definitions.forEach(this::define);
  }

  void define(String path, JsonNode content) {
    define(jdbc, process, path, content);
  }

  /** Puts a definition into the work list, as the reading side does. */
  static void define(JdbcClient jdbc, UUID process, String path, JsonNode content) {
    Map<String, Integer> counts = new TreeMap<>();
    for (ComponentKind kind : ComponentKind.values()) {
      int count = content.path(kind.libraryKey()).size();
      if (count > 0) {
        counts.put(kind.key(), count);
      }
    }
    jdbc.sql(
            """
            insert into caravan.import_definitions
              (process_id, path, vendor, kind, manufacturer, model, slug, components, content)
            values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
            """)
        .params(
            process,
            path,
            path.substring(path.indexOf('/') + 1, path.lastIndexOf('/')),
            path.substring(0, path.indexOf('/') - 1).replace('-', '_'),
            content.path("manufacturer").asText(),
            content.path("model").asText(),
            content.path("slug").asText(null),
            LabDatabase.JSON.valueToTree(counts).toString(),
            content.toString())
        .update();
  }

  /** The whole import, from comparing to verifying. */
  void run() {
    compare();
    write();
  }

  /** Again after a while, as the process does, as long as another import is at work. */
  void compare() {
    compareOnce();
    for (int i = 0; waitsFor().isPresent() && i < 60; i++) {
      netbox.paused.addAndGet(10_000);
      compareOnce();
    }
  }

  void compareOnce() {
    netbox.lead(steps.compare(step("netbox.compare-definitions")));
  }

  /** The import that has to end before this one can go on. */
  Optional<UUID> waitsFor() {
    return jdbc.sql("select waits_for from caravan.import_targets where process_id = ?")
        .param(process)
        .query(UUID.class)
        .optional();
  }

  /** From manufacturers to verifying; may be called again after it broke off. */
  void write() {
    netbox.lead(steps.references(step("netbox.create-manufacturers")));
    netbox.lead(steps.types(step("netbox.create-types")));
    netbox.lead(steps.components(step("netbox.create-components")));
    netbox.lead(steps.inventoryItems(step("netbox.create-components")));
    netbox.lead(imageSteps.look(step("netbox.send-images")));
    netbox.lead(imageSteps.writers(step("netbox.send-images")));
    netbox.lead(steps.verify(step("netbox.verify-import")));
  }

  /** What the engine says of this import's process; nothing is said of one that is no more. */
  void is(String status) {
    jdbc.sql(
            """
            insert into caravan.processes values (?, ?)
            on conflict (id) do update set status = excluded.status
            """)
        .params(process, status)
        .update();
  }

  Map<String, Long> outcomes() {
    return outcomes(jdbc, process);
  }

  static Map<String, Long> outcomes(JdbcClient jdbc, UUID process) {
    Map<String, Long> outcomes = new TreeMap<>();
    jdbc.sql(
            """
            select coalesce(outcome, state) as outcome, count(*) as n
            from caravan.import_definitions where process_id = ? group by 1
            """)
        .param(process)
        .query(
            row -> {
              outcomes.put(row.getString("outcome"), row.getLong("n"));
            });
    return outcomes;
  }

  /** What everybody is told of it, once the import has ended in that way. */
  @Nullable String told(String path, String status) {
    return jdbc.sql(
            """
            select coalesce(caravan.import_outcome(outcome, action, state, netbox_id, plan, ?), '-')
            from caravan.import_definitions where process_id = ? and path = ?
            """)
        .params(status, process, path)
        .query(String.class)
        .single();
  }

  String outcome(String path) {
    return jdbc.sql(
            "select coalesce(outcome, state, '-') from caravan.import_definitions where process_id"
                + " = ? and path = ?")
        .params(process, path)
        .query(String.class)
        .single();
  }

  /** {@code path pointer: message} of each problem. */
  List<String> problems() {
    return problems(jdbc, process);
  }

  static List<String> problems(JdbcClient jdbc, UUID process) {
    return jdbc.sql(
            """
            select path || ' ' || (p ->> 'pointer') || ': ' || (p ->> 'message')
            from caravan.import_definitions, jsonb_array_elements(coalesce(problems, '[]')) p
            where process_id = ? order by 1
            """)
        .param(process)
        .query(String.class)
        .list();
  }

  /** What an update changes of a definition. */
  JsonNode plan(String path) {
    String plan =
        jdbc.sql(
                """
                select coalesce(plan, 'null')::text from caravan.import_definitions
                where process_id = ? and path = ?
                """)
            .params(process, path)
            .query(String.class)
            .single();
    return Rows.tree(LabDatabase.JSON, plan);
  }

  /** How many objects the journal has. */
  int journalled() {
    return jdbc.sql(
            "select count(*) from caravan.imported_objects where process_id = ? and undone_at is"
                + " null")
        .param(process)
        .query(Integer.class)
        .single();
  }

  /** What the journal says that was there before, of the first changed object of that kind. */
  JsonNode before(String kind) {
    String before =
        jdbc.sql(
                """
                select before::text from caravan.imported_objects
                where process_id = ? and kind = ? and action = 'updated' and undone_at is null
                order by netbox_id limit 1
                """)
            .params(process, kind)
            .query(String.class)
            .single();
    return Rows.tree(LabDatabase.JSON, before);
  }

  private Step step(String topic) {
    return new Step() {
      @Override
      public String processId() {
        return process.toString();
      }

      @Override
      public String topic() {
        return topic;
      }

      @Override
      public int attempt() {
        return 1;
      }

      @Override
      public Map<String, Object> inputs() {
        return inputs;
      }

      @Override
      public void progress(long nowDone, long nowTotal, String unit) {
        done = nowDone;
        total = nowTotal;
      }

      @Override
      public boolean held() {
        return true;
      }
    };
  }
}
