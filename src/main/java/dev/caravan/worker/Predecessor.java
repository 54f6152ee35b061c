package dev.caravan.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The node that worked in this data folder before. A node holds a lock on a file there that names
 * it, and the operating system lets go of the lock when the node dies: whoever has the lock knows
 * that the one named in the file is no more, so its steps need not wait until their leases run out.
 */
@Component
class Predecessor implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Predecessor.class);

  private static final String LET_GO =
      """
      update public.act_ru_external_job j set lock_exp_time_ = now() - interval '1 second'
      from caravan.step_attempts a
      where a.job_id = j.id_ and a.node = :node and a.ended_at is null and a.lease_owner = j.lock_owner_
      """;

  private final JdbcClient jdbc;
  private final Node node;
  private final String dataDir;
  private boolean succeeded;
  private @Nullable FileChannel file;

  Predecessor(JdbcClient jdbc, Node node, @Value("${caravan.data-dir:}") String dataDir) {
    this.jdbc = jdbc;
    this.node = node;
    this.dataDir = dataDir;
  }

  /** Frees the steps that the one before held when it died; the first time only. */
  synchronized void succeed() {
    if (succeeded || dataDir.isBlank()) {
      return;
    }
    try {
      FileChannel held = file == null ? hold(Path.of(dataDir)) : file;
      file = held;
      if (held != null) {
        String before = read(held);
        int freed = jdbc.sql(LET_GO).param("node", before).update();
        if (freed > 0) {
          log.info("{} steps of {}, which died, are taken over", freed, before);
        }
        held.truncate(0);
        held.write(ByteBuffer.wrap(node.name().getBytes(StandardCharsets.UTF_8)), 0);
      }
    } catch (IOException unwritable) {
      log.warn("{}: steps of a node that died wait for their leases: {}", dataDir, unwritable);
    }
    succeeded = true;
  }

  private static @Nullable FileChannel hold(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("node"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException heldByThisJvm) {
      log.debug("{} is another node's in this JVM", folder);
    }
    if (lock == null) {
      channel.close();
      return null;
    }
    return channel;
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(200);
    channel.read(content, 0);
    return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8).strip();
  }

  @Override
  public synchronized void destroy() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
