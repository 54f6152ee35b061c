package dev.caravan.health;

import dev.caravan.storage.StorageProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.unit.DataSize;

/**
 * Whether there is room left where this node keeps its data: the embedded database stops when its
 * disk is full, and clones and runs of playbooks fail.
 */
@org.springframework.stereotype.Component
class DiskCheck implements ComponentCheck {

  /** On a small disk, less than that much of it is little, too. */
  private static final int SMALL_SHARE = 20;

  private final Path dataDir;
  private final DataSize leastFree;

  DiskCheck(StorageProperties storage, HealthSettings settings) {
    this.dataDir = storage.dataDir().toAbsolutePath().normalize();
    this.leastFree = settings.leastFree();
  }

  @Override
  public Component component() {
    return Component.DISK;
  }

  @Override
  public Finding look() {
    Finding worst = Finding.up("nothing is kept on disk here");
    for (Path folder : List.of(dataDir, dataDir.resolve("postgres"))) {
      if (Files.isDirectory(folder)) {
        Finding found = lookAt(folder);
        if (found.status() != Status.UP) {
          return found;
        }
        worst = found;
      }
    }
    return worst;
  }

  private Finding lookAt(Path folder) {
    try {
      FileStore disk = Files.getFileStore(folder);
      Finding room =
          judge(folder, disk.name(), disk.getUsableSpace(), disk.getTotalSpace(), leastFree);
      return room.status() == Status.UP && folder.equals(dataDir) ? write(room) : room;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Finding judge(Path folder, String disk, long free, long total, DataSize leastFree) {
    long least = Math.min(leastFree.toBytes(), total / SMALL_SHARE);
    String left = DataSize.ofBytes(free).toMegabytes() + " MB left";
    return free > least
        ? Finding.up(left)
        : Finding.degraded(
            "the disk of %s (%s) has %s: make room, what is kept there stops when it is full"
                .formatted(folder, disk, left));
  }

  /** Room is no promise: there are quotas, and disks that take nothing any more. */
  private Finding write(Finding room) {
    try {
      Path probe = Files.createTempFile(dataDir, "disk", ".probe");
      try {
        Files.write(probe, new byte[4096]);
      } finally {
        Files.delete(probe);
      }
      return room;
    } catch (IOException e) {
      return Finding.degraded(
          "the disk of %s cannot be written to: %s".formatted(dataDir, e.getMessage()));
    }
  }
}
