package dev.caravan.library;

import dev.caravan.git.SampleRepository;
import dev.caravan.storage.StorageProperties;
import java.io.IOException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Makes a git repository of the sample library, to import from and to play with; once. */
@Component
@Profile("sandbox")
final class SandboxLibrary implements InitializingBean {

  private final StorageProperties storage;

  SandboxLibrary(StorageProperties storage) {
    this.storage = storage;
  }

  @Override
  public void afterPropertiesSet() throws IOException {
    SampleRepository.make(
        "sandbox/library/", storage.dataDir().resolve("sandbox-library"), "Sample library");
  }
}
