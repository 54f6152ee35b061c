package dev.caravan.health;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is there to do the work.
 *
 * @param nodes those that beat within the last day, the living first
 * @param topics what is served, was served, or has steps waiting
 */
@Schema(name = "Workers")
record WorkersView(List<Node> nodes, List<Topic> topics) {

  /**
   * One node; a start is a new one.
   *
   * @param alive whether it beat within the last 15 s and has not ended
   */
  @Schema(name = "WorkerNode")
  record Node(
      String name,
      List<String> roles,
      boolean alive,
      Instant startedAt,
      Instant lastBeat,
      @Nullable Instant endedAt,
      List<Served> topics) {}

  /** A topic that a node serves, as of its last beat. */
  @Schema(name = "ServedTopic")
  record Served(String topic, int slots, int running) {}

  /**
   * One topic over all nodes.
   *
   * @param waiting steps that could be taken now
   * @param unservedSince when the last node that served it was seen; null while one does, or where
   *     none ever did
   */
  @Schema(name = "WorkerTopic")
  record Topic(
      String topic,
      boolean served,
      long nodes,
      long slots,
      long running,
      long waiting,
      @Nullable Instant waitingSince,
      @Nullable Instant unservedSince) {}
}
