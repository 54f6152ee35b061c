package dev.caravan.library;

import dev.caravan.storage.StorageProperties;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** Makes a git repository of the sample library, to import from and to play with; once. */
@Component
@Profile("sandbox")
final class SandboxLibrary implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(SandboxLibrary.class);
  private static final String SAMPLE = "sandbox/library/";

  /** The same everywhere, and so is the commit's id. */
  private static final PersonIdent AUTHOR =
      new PersonIdent(
          "Caravan", "caravan@localhost", Instant.parse("2025-01-01T00:00:00Z"), ZoneOffset.UTC);

  private final Path folder;

  SandboxLibrary(StorageProperties storage) {
    this.folder = storage.dataDir().resolve("sandbox-library").toAbsolutePath().normalize();
  }

  @Override
  public void afterPropertiesSet() throws IOException, GitAPIException {
    if (Files.exists(folder)) {
      return;
    }
    Path begun = folder.resolveSibling("sandbox-library.new-" + UUID.randomUUID());
    try (Git git = Git.init().setDirectory(begun.toFile()).setInitialBranch("master").call()) {
      copyTo(begun);
      git.add().addFilepattern(".").call();
      git.commit()
          .setSign(false)
          .setAuthor(AUTHOR)
          .setCommitter(AUTHOR)
          .setMessage("Sample library")
          .call();
    }
    Files.move(begun, folder, StandardCopyOption.ATOMIC_MOVE);
    log.info("The sample library is a git repository at {}", folder);
  }

  private static void copyTo(Path folder) throws IOException {
    for (Resource each :
        new PathMatchingResourcePatternResolver().getResources("classpath*:" + SAMPLE + "**")) {
      String address = each.getURL().toString();
      String path = address.substring(address.lastIndexOf(SAMPLE) + SAMPLE.length());
      if (each.isReadable() && !path.isEmpty() && !path.endsWith("/")) {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        try (InputStream content = each.getInputStream()) {
          Files.copy(content, file);
        }
      }
    }
  }
}
