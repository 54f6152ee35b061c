package dev.caravan.deviceimport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.RequestCounts;
import dev.caravan.netbox.TypeKind;
import dev.caravan.worker.Step;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** Adds up imports; what was added up once is kept in Redis, without which it takes longer. */
@Component
public class ImportSummarySteps {

  private static final Logger log = LoggerFactory.getLogger(ImportSummarySteps.class);
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final Duration WHILE_RUNNING = Duration.ofSeconds(2);
  private static final Duration ONCE_CLOSED = Duration.ofDays(7);

  private static final Duration LONGEST_WAIT = Duration.ofHours(6);

  private final SummaryStore store;
  private final Locks locks;
  private final RequestCounts requests;
  private final StringRedisTemplate redis;
  private final ObjectMapper json;

  ImportSummarySteps(
      SummaryStore store,
      Locks locks,
      RequestCounts requests,
      StringRedisTemplate redis,
      ObjectMapper json) {
    this.store = store;
    this.locks = locks;
    this.requests = requests;
    this.redis = redis;
    this.json = json;
  }

  /** What comparing found; or which other import works on the same types and is waited for. */
  public Map<String, Object> compared(Step step) {
    UUID process = process(step);
    Map<String, Object> actions = store.actions(process);
    Optional<Locks.Waiting> waiting = locks.waiting(process);
    waiting
        .filter(each -> each.length().compareTo(LONGEST_WAIT) > 0)
        .ifPresent(
            each -> {
              throw PermanentFailure.configuration(
                  "Import %s works on types of the same manufacturers, for more than six hours by now."
                      .formatted(each.holder()));
            });
    return Map.of(
        "waits_for", waiting.map(each -> each.holder().toString()).orElse(""),
        "netbox_version", store.target(process).getOrDefault("netbox_version", ""),
        "to_create", number(actions, "create") + number(actions, "complete"),
        "to_update", number(actions, "update"),
        "to_skip", number(actions, "none"),
        "images_to_send", number(store.images(process), "planned"));
  }

  /** How many manufacturers were created. */
  public Map<String, Object> manufacturersCreated(Step step) {
    Map<String, Object> created = store.objects(process(step), "created");
    return Map.of("manufacturers_created", number(created, Reference.Kind.MANUFACTURERS.key()));
  }

  /** How many types were created, and how many changed. */
  public Map<String, Object> typesWritten(Step step) {
    return Map.of(
        "types_created", types(step, "created"),
        "types_updated", types(step, "updated"));
  }

  private long types(Step step, String action) {
    Map<String, Object> objects = store.objects(process(step), action);
    return Stream.of(TypeKind.values()).mapToLong(kind -> number(objects, kind.plural())).sum();
  }

  /** How many components were created, and how many changed. */
  public Map<String, Object> componentsWritten(Step step) {
    return Map.of(
        "components_created", components(step, "created"),
        "components_updated", components(step, "updated"));
  }

  private long components(Step step, String action) {
    Map<String, Object> objects = store.objects(process(step), action);
    return Stream.of(ComponentKind.values()).mapToLong(kind -> number(objects, kind.key())).sum();
  }

  /** How many images NetBox took, and how many not. */
  public Map<String, Object> imagesSent(Step step) {
    Map<String, Object> images = store.images(process(step));
    return Map.of(
        "images_sent", number(images, "sent"), "images_refused", number(images, "refused"));
  }

  /** Whether NetBox holds what was written, and of how many definitions it does not. */
  public Map<String, Object> verified(Step step) {
    long problems = store.unverified(process(step));
    return Map.of("verified", problems == 0, "verification_problems", problems);
  }

  private static long number(Map<String, Object> counts, String key) {
    return counts.get(key) instanceof Number number ? number.longValue() : 0;
  }

  private static UUID process(Step step) {
    return UUID.fromString(step.processId());
  }

  /** Adds up the import of a step, and keeps the sum; the process gets it as its summary. */
  public Map<String, Object> summarise(Step step) {
    UUID process = process(step);
    locks.release(process);
    Map<String, Object> summary = sum(process);
    store.keep(process, text(summary));
    remember(process, summary, ONCE_CLOSED);
    return Map.of("summary", summary);
  }

  /** The sum of an import, as far as it has come; empty when there is no such import. */
  Optional<Map<String, Object>> of(UUID process) {
    return recall(process)
        .or(
            () -> {
              Optional<Map<String, Object>> kept = store.kept(process).map(this::map);
              kept.ifPresent(summary -> remember(process, summary, ONCE_CLOSED));
              return kept;
            })
        .or(
            () -> {
              Optional<Map<String, Object>> now =
                  store.exists(process) ? Optional.of(sum(process)) : Optional.empty();
              now.ifPresent(summary -> remember(process, summary, WHILE_RUNNING));
              return now;
            });
  }

  private Map<String, Object> sum(UUID process) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("definitions", store.definitions(process));
    summary.put("created", store.objects(process, "created"));
    summary.put("updated", store.objects(process, "updated"));
    Map<String, Object> images = store.images(process);
    if (!images.isEmpty()) {
      summary.put("images", images);
    }
    summary.put("warnings", store.warnings(process));
    summary.put("requests", requests.byMethod(process));
    summary.put("seconds", store.seconds(process));
    summary.putAll(store.target(process));
    return summary;
  }

  private Optional<Map<String, Object>> recall(UUID process) {
    try {
      return Optional.ofNullable(redis.opsForValue().get(key(process))).map(this::map);
    } catch (DataAccessException away) {
      log.debug("Redis is away: {}", away.getMessage());
      return Optional.empty();
    }
  }

  private void remember(UUID process, Map<String, Object> summary, Duration howLong) {
    try {
      redis.opsForValue().set(key(process), text(summary), howLong);
    } catch (DataAccessException away) {
      log.debug("Redis is away: {}", away.getMessage());
    }
  }

  private static String key(UUID process) {
    return "caravan:import-summary:" + process;
  }

  private String text(Map<String, Object> summary) {
    return json.valueToTree(summary).toString();
  }

  private Map<String, Object> map(String text) {
    try {
      return json.readValue(text, MAP);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a summary of ours is no JSON", impossible);
    }
  }
}
