package dev.caravan.fabric;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.storage.Rows;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Checks the whole chain that keeps fabrics in sync: schedules, whoever begins what is due, steps
 * and whoever works on them, and what came of it for each fabric.
 */
@Component
class Verification {

  private final FabricStore fabrics;
  private final FabricViews views;
  private final ScheduleStore schedules;
  private final JdbcClient jdbc;
  private final Clock clock;

  Verification(
      FabricStore fabrics,
      FabricViews views,
      ScheduleStore schedules,
      JdbcClient jdbc,
      Clock clock) {
    this.fabrics = fabrics;
    this.views = views;
    this.schedules = schedules;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What was found: well only where every link holds. */
  @Schema(name = "SyncVerification")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Report(boolean ok, Instant at, List<Link> links, List<OfFabric> fabrics) {

    /** For people: the first line says whether all is well. */
    String text() {
      StringBuilder text = new StringBuilder();
      text.append(ok ? "ok: fabrics are kept in sync" : "NOT ok: see below")
          .append(" (")
          .append(at)
          .append(")\n");
      links.forEach(each -> line(text, each.ok(), each.name(), each.message()));
      fabrics.forEach(each -> line(text, each.ok(), "fabric " + each.name(), each.message()));
      return text.toString();
    }

    private static void line(StringBuilder text, boolean ok, String name, String message) {
      text.append(ok ? "  ok    " : "  WRONG ")
          .append(String.format(Locale.ROOT, "%-34s", name))
          .append(' ')
          .append(message)
          .append('\n');
    }
  }

  /**
   * One link of the chain.
   *
   * @param message what is so and, where it does not hold, what is missing
   */
  @Schema(name = "SyncLink")
  record Link(String name, boolean ok, String message) {}

  /** How one fabric stands. */
  @Schema(name = "SyncVerificationOfFabric")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record OfFabric(
      UUID id,
      String name,
      boolean ok,
      SyncStatus syncStatus,
      @Nullable Instant lastSuccess,
      @Nullable Instant nextDue,
      String message) {}

  Report report(List<Fabric> all) {
    Instant now = clock.instant();
    Workforce workforce = schedules.workforce();
    List<Link> links = new ArrayList<>();
    links.add(workflow());
    links.add(scheduler(workforce));
    links.addAll(workers());
    links.add(schedule(now));
    links.add(queue());
    List<OfFabric> each = views.of(all).stream().map(Verification::ofFabric).toList();
    boolean ok = links.stream().allMatch(Link::ok) && each.stream().allMatch(OfFabric::ok);
    return new Report(ok, now, links, each);
  }

  private Link workflow() {
    int versions =
        jdbc.sql(
                "select count(*) from public.act_re_procdef where key_ = :key and suspension_state_ = 1")
            .param("key", SyncRuns.WORKFLOW)
            .query(Integer.class)
            .single();
    return new Link(
        "workflow",
        versions > 0,
        versions > 0
            ? SyncRuns.WORKFLOW + " is active"
            : "no active version of workflow " + SyncRuns.WORKFLOW);
  }

  private static Link scheduler(Workforce workforce) {
    return new Link(
        "scheduler",
        workforce.scheduling(),
        workforce.scheduling()
            ? "last seen at " + workforce.schedulerSeen()
            : "nobody begins what is due"
                + since(workforce.schedulerSeen())
                + ": start a node with CARAVAN_ROLES=scheduler");
  }

  private static String since(@Nullable Instant seen) {
    return seen == null ? ", nobody ever did" : " since " + seen;
  }

  private List<Link> workers() {
    Map<String, Long> served =
        jdbc
            .sql(
                """
                select t ->> 'topic' as topic, count(*) as n from caravan.nodes_seen, jsonb_array_elements(topics) t
                where alive group by 1
                """)
            .query((row, n) -> Map.entry(row.getString("topic"), row.getLong("n")))
            .list()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return ScheduleStore.TOPICS.stream()
        .map(
            topic ->
                new Link(
                    "worker " + topic,
                    served.containsKey(topic),
                    served.containsKey(topic)
                        ? "served by %d nodes".formatted(served.get(topic))
                        : "no living node serves it: start one with CARAVAN_ROLES=worker"))
        .toList();
  }

  private Link schedule(Instant now) {
    int without = schedules.without().size();
    List<String> late =
        fabrics.ofIds(schedules.dueBefore(now.minus(Duration.ofSeconds(10)))).stream()
            .map(Fabric::name)
            .toList();
    boolean ok = without == 0 && late.isEmpty();
    return new Link(
        "schedules",
        ok,
        ok
            ? "every fabric that is to be synced has its next time"
            : without > 0
                ? "%d fabrics have no next time; a scheduler mends that".formatted(without)
                : "overdue: " + String.join(", ", late));
  }

  /** Steps that wait although somebody serves them, or are at work. */
  private Link queue() {
    Instant oldest =
        jdbc.sql(
                """
                select min(create_time_)::timestamptz as oldest from public.act_ru_external_job
                where handler_cfg_ = any (string_to_array(:topics, ','))
                  and (lock_exp_time_ is null or lock_exp_time_ < now())
                """)
            .param("topics", String.join(",", ScheduleStore.TOPICS))
            .query((row, n) -> Rows.timeOrNull(row, "oldest"))
            .optional()
            .orElse(null);
    boolean ok = oldest == null || oldest.plusSeconds(10).isAfter(clock.instant());
    return new Link(
        "queue",
        ok,
        ok ? "no step waits" : "a step waits since " + oldest + " and nobody takes it");
  }

  private static OfFabric ofFabric(FabricView view) {
    boolean ok =
        switch (view.syncStatus()) {
          case IN_SYNC, OUT_OF_SYNC, SYNCING, DISABLED -> true;
          default -> false;
        };
    FabricView.NoWorker nobody = view.noWorker();
    String message =
        nobody != null
            ? nobody.message()
            : view.syncError().isObject()
                ? view.syncError().path("message").asText()
                : view.syncStatus().word();
    return new OfFabric(
        view.id(), view.name(), ok, view.syncStatus(), view.lastSuccess(), view.nextDue(), message);
  }
}
