package dev.caravan.git;

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
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** A git repository made of resources of the application, to play with. */
public final class SampleRepository {

  private static final Logger log = LoggerFactory.getLogger(SampleRepository.class);

  /** The same everywhere, and so is the commit's id. */
  private static final PersonIdent AUTHOR =
      new PersonIdent(
          "Caravan", "caravan@localhost", Instant.parse("2025-01-01T00:00:00Z"), ZoneOffset.UTC);

  private SampleRepository() {}

  /**
   * Makes it, unless it is there: what people did to it stays.
   *
   * @param sample where its files are among the resources, such as {@code sandbox/library/}
   * @param message of its only commit
   */
  public static void make(String sample, Path place, String message) throws IOException {
    Path folder = place.toAbsolutePath().normalize();
    if (Files.exists(folder)) {
      return;
    }
    Path begun = folder.resolveSibling(folder.getFileName() + ".new-" + UUID.randomUUID());
    try (Git git = Git.init().setDirectory(begun.toFile()).setInitialBranch("master").call()) {
      copy(sample, begun);
      git.add().addFilepattern(".").call();
      git.commit().setSign(false).setAuthor(AUTHOR).setCommitter(AUTHOR).setMessage(message).call();
    } catch (GitAPIException e) {
      throw new IOException("The sample repository %s cannot be made".formatted(folder), e);
    }
    Files.move(begun, folder, StandardCopyOption.ATOMIC_MOVE);
    log.info("{} is a git repository at {}", message, folder);
  }

  private static void copy(String sample, Path folder) throws IOException {
    for (Resource each :
        new PathMatchingResourcePatternResolver().getResources("classpath*:" + sample + "**")) {
      String address = each.getURL().toString();
      String path = address.substring(address.lastIndexOf(sample) + sample.length());
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
