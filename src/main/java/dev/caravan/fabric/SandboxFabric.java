package dev.caravan.fabric;

import dev.caravan.git.SampleRepository;
import dev.caravan.storage.StorageProperties;
import java.io.IOException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Makes a git repository that declares a small fabric, to sync and to play with; once. */
@Component
@Profile("sandbox")
final class SandboxFabric implements InitializingBean {

  private final StorageProperties storage;

  SandboxFabric(StorageProperties storage) {
    this.storage = storage;
  }

  @Override
  public void afterPropertiesSet() throws IOException {
    SampleRepository.make(
        "sandbox/fabric/", storage.dataDir().resolve("sandbox-fabric"), "Sample fabric");
  }
}
