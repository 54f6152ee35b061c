package dev.caravan.infrastructure;

import dev.caravan.openstack.Conversation;
import dev.caravan.workflow.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which clouds are to be looked at now. A cloud is watched by one node at a time, and only while a
 * deployment there waits for servers.
 */
@Component
public class CloudWatches {

  /** No cloud builds a server in so little time: it is not even looked at. */
  private static final Duration YOUNG = Duration.ofMillis(500);

  private static final String HOLD =
      """
      insert into caravan.cloud_watches (cloud, held_until, look_at)
      values (:cloud, now() + interval '30 s', now())
      on conflict (cloud) do update set held_until = now() + interval '30 s'
      where cloud_watches.look_at <= now()
        and (cloud_watches.held_until is null or cloud_watches.held_until < now())
      """;

  /**
   * From the end of one look to the next: half a second as long as something is new, and where
   * nothing runs, so that what comes next does not wait; later more and more. A look is due a
   * little before its time, for the timer comes four times a second.
   */
  private static final String LET_GO =
      """
      update caravan.cloud_watches
      set held_until = null,
          look_at = now() + (
            select case when age > interval '2 min' then interval '5 s'
                        when age > interval '30 s' then interval '2 s'
                        else interval '400 ms' end
            from (select min(now() - updated_at) as age from caravan.deployments
                  where cloud_region = :cloud and operation is not null) as newest)
      where cloud = :cloud
      """;

  /** Nodes that come within the same minute leave it to the first. */
  private static final String TAKE_CHECK =
      """
      insert into caravan.cloud_watches (cloud, checked_at) values (:cloud, now())
      on conflict (cloud) do update set checked_at = now()
      where cloud_watches.checked_at is null or cloud_watches.checked_at < now() - interval '30 s'
      """;

  private final DeploymentStore deployments;
  private final ResourceStore resources;
  private final Messages messages;
  private final InfrastructureProperties limits;
  private final JdbcClient jdbc;
  private final Set<String> looking = ConcurrentHashMap.newKeySet();

  CloudWatches(
      DeploymentStore deployments,
      ResourceStore resources,
      Messages messages,
      InfrastructureProperties limits,
      JdbcClient jdbc) {
    this.deployments = deployments;
    this.resources = resources;
    this.messages = messages;
    this.limits = limits;
    this.jdbc = jdbc;
  }

  /** One conversation for each cloud that this node is to look at. */
  public List<Conversation> due() {
    Set<UUID> waiting = new LinkedHashSet<>(messages.waiting(Watching.SETTLED));
    waiting.addAll(messages.waiting(Watching.GONE));
    if (waiting.isEmpty()) {
      return List.of();
    }
    Set<UUID> young = resources.withServersYoungerThan(YOUNG);
    Map<String, List<Deployment>> byCloud =
        deployments.ofProcesses(waiting).stream()
            .filter(each -> !young.contains(each.id()))
            .collect(Collectors.groupingBy(Deployment::cloudRegion));
    List<Conversation> due = new ArrayList<>();
    byCloud.forEach(
        (cloud, there) -> {
          // A look may take longer than it is held for: this node begins no second one meanwhile.
          boolean free = !looking.contains(cloud);
          if (free && jdbc.sql(HOLD).param("cloud", cloud).update() == 1) {
            looking.add(cloud);
            due.add(new Watching(cloud, there, resources, messages, limits).conversation());
          }
        });
    return due;
  }

  /** Whether this node is to compare all of a cloud's deployments now. */
  boolean takesCheck(String cloud) {
    return jdbc.sql(TAKE_CHECK).param("cloud", cloud).update() == 1;
  }

  /** The look is over, however it went. */
  public void looked(Conversation conversation) {
    looking.remove(conversation.cloud());
    jdbc.sql(LET_GO).param("cloud", conversation.cloud()).update();
  }
}
