package dev.caravan.ansible;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.storage.StorageProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The playbooks that Caravan brings along, as files: Ansible cannot read them out of Caravan's jar.
 */
@Component
class ShippedPlaybooks {

  private static final String PLACE = "config/playbooks/";

  private final Path folder;
  private @Nullable Path unpacked;

  ShippedPlaybooks(StorageProperties storage) {
    this.folder = storage.dataDir().resolve("ansible").resolve("playbooks");
  }

  /** The folder, written when it is first asked for. */
  synchronized Path folder() {
    Path known = unpacked;
    if (known != null) {
      return known;
    }
    try {
      Files.createDirectories(folder);
      for (Resource playbook :
          new PathMatchingResourcePatternResolver().getResources("classpath*:" + PLACE + "**/*")) {
        if (playbook.isReadable() && playbook.contentLength() > 0) {
          unpack(playbook);
        }
      }
      Path real = folder.toRealPath();
      unpacked = real;
      return real;
    } catch (IOException e) {
      throw PermanentFailure.configuration(
          "CARAVAN_DATA_DIR: the playbooks cannot be written to %s (%s)".formatted(folder, e));
    }
  }

  private void unpack(Resource playbook) throws IOException {
    String url = playbook.getURL().toString();
    Path file = folder.resolve(url.substring(url.lastIndexOf(PLACE) + PLACE.length()));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, playbook.getContentAsByteArray());
  }
}
