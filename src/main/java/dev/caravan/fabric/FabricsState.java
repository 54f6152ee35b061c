package dev.caravan.fabric;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How all fabrics stand together, for health and metrics. */
@Component
public class FabricsState {

  private static final int NAMES_SHOWN = 5;
  private static final List<SyncStatus> WRONG =
      List.of(SyncStatus.NO_WORKER, SyncStatus.ERROR, SyncStatus.SUSPECT_EMPTY, SyncStatus.STALE);

  private final FabricStore fabrics;
  private final FabricViews views;
  private final MultiGauge statuses;

  FabricsState(FabricStore fabrics, FabricViews views, MeterRegistry meters) {
    this.fabrics = fabrics;
    this.views = views;
    this.statuses =
        MultiGauge.builder("caravan.fabrics").description("Fabrics by status").register(meters);
  }

  /**
   * All together.
   *
   * @param wrong what is not well and since when; empty where all is
   */
  public record Summary(long fabrics, Map<String, Long> statuses, List<String> wrong) {}

  /** As they stand now. */
  public Summary summary() {
    List<FabricView> all = views.of(fabrics.all());
    Map<SyncStatus, List<FabricView>> by =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    FabricView::syncStatus,
                    () -> new EnumMap<>(SyncStatus.class),
                    Collectors.toList()));
    Map<String, Long> counts = new LinkedHashMap<>();
    by.forEach((status, list) -> counts.put(status.word(), (long) list.size()));
    List<String> wrong =
        WRONG.stream()
            .filter(by::containsKey)
            .map(status -> words(status, by.getOrDefault(status, List.of())))
            .toList();
    return new Summary(all.size(), counts, wrong);
  }

  private static String words(SyncStatus status, List<FabricView> list) {
    String names =
        list.stream().limit(NAMES_SHOWN).map(FabricView::name).collect(Collectors.joining(", "))
            + (list.size() > NAMES_SHOWN
                ? " and %d more".formatted(list.size() - NAMES_SHOWN)
                : "");
    String why =
        list.stream()
            .map(FabricView::noWorker)
            .filter(each -> each != null)
            .map(each -> ": " + each.message())
            .findFirst()
            .orElse("");
    return "%s (%s)%s".formatted(status.word(), names, why);
  }

  /** The counts as a metric. */
  public void count() {
    Map<String, Long> counts = summary().statuses();
    statuses.register(
        List.of(SyncStatus.values()).stream()
            .<MultiGauge.Row<?>>map(
                status ->
                    MultiGauge.Row.of(
                        Tags.of("status", status.word()), counts.getOrDefault(status.word(), 0L)))
            .toList(),
        true);
  }
}
