package dev.caravan.git;

import dev.caravan.failure.Failure;
import dev.caravan.worker.CircuitBreakers;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** The other side of a repository: what it has, what is fetched from it and pushed to it. */
final class GitRemote {

  /** With the folders that it lies in, at the very most. */
  private static final long OBJECTS_OF_A_FILE = 8;

  private static final long BYTES_BESIDE_A_FILE = 512;

  private final GitSource source;
  private final GitKind kind;
  private final URIish address;
  private final GitLogin login;
  private final GitServer server;
  private final GitSsh ssh;
  private final Admission admission;
  private final GitProperties properties;

  GitRemote(
      GitSource source,
      GitKind kind,
      GitAccess access,
      GitDoor door,
      GitSsh ssh,
      CircuitBreakers breakers,
      Admission admission,
      GitProperties properties) {
    this.source = source;
    this.kind = kind;
    this.address = source.address();
    this.login = new GitLogin(source, access, door);
    this.server = new GitServer(breakers, address, login);
    this.ssh = ssh;
    this.admission = admission;
    this.properties = properties;
  }

  /** All branches and tags that it offers. */
  Map<String, Ref> refs() {
    try {
      var command = prepared(Git.lsRemoteRepository().setRemote(address.toString()));
      Map<String, Ref> refs = server.ask(() -> true, command::callAsMap);
      admission.grant();
      return refs;
    } catch (GitAPIException | RuntimeException e) {
      throw failure(e);
    }
  }

  /** Whether it has let this access in before, so that what came then may be read. */
  boolean letInBefore() {
    return admission.granted();
  }

  /** Fetches single commits without their history. */
  void fetchShallow(Repository into, FetchWatch watch, String... specs) throws GitAPIException {
    fetch(into, watch, true, specs);
  }

  /** Fetches everything that can be reached, completing what was shallow. */
  void fetchDeep(Repository into, FetchWatch watch, String... specs) throws GitAPIException {
    fetch(into, watch, false, specs);
  }

  private void fetch(Repository into, FetchWatch watch, boolean shallow, String... specs)
      throws GitAPIException {
    long most = shallow ? OBJECTS_OF_A_FILE * properties.mostFiles() : Long.MAX_VALUE;
    FetchMonitor monitor = new FetchMonitor(watch, most);
    try (Repository bounded = BoundedRepository.of(into, mostBytes());
        Git git = new Git(bounded)) {
      var command =
          prepared(git.fetch())
              .setRemote(address.toString())
              .setTagOpt(TagOpt.NO_TAGS)
              .setProgressMonitor(monitor);
      command.setRefSpecs(Arrays.stream(specs).map(RefSpec::new).toList());
      server.ask(
          () -> watch.wanted() && !monitor.isTooMuch(),
          (shallow ? command.setDepth(1) : command.setUnshallow(true))::call);
    } catch (IOException unreadable) {
      throw new TransportException(unreadable.getMessage(), unreadable);
    } catch (GitAPIException e) {
      if (monitor.isTooMuch()) {
        throw GitFailures.tooManyFiles(source, kind, properties.mostFiles());
      }
      throw e;
    }
  }

  /** With what names and folders take beside the files themselves. */
  private long mostBytes() {
    return properties.mostBytes().toBytes() + BYTES_BESIDE_A_FILE * properties.mostFiles();
  }

  /**
   * Pushes a commit to a branch, never by force.
   *
   * @return false where somebody else has moved the branch meanwhile
   */
  boolean push(Repository from, ObjectId commit, String branch) {
    try (Git git = new Git(from)) {
      var command =
          prepared(git.push())
              .setRemote(address.toString())
              .setRefSpecs(new RefSpec(commit.name() + ":" + branch));
      PushResult result = server.ask(() -> true, command::call).iterator().next();
      RemoteRefUpdate answer = result.getRemoteUpdate(branch);
      return switch (answer.getStatus()) {
        case OK, UP_TO_DATE -> true;
        case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> false;
        case REJECTED_OTHER_REASON -> {
          requireMoved(result, answer);
          yield false;
        }
        case REJECTED_NODELETE, NON_EXISTING, NOT_ATTEMPTED, AWAITING_REPORT ->
            throw new IllegalStateException("the push ended as " + answer.getStatus());
      };
    } catch (GitAPIException | RuntimeException e) {
      throw GitFailures.ofPush(source, kind, e, login);
    }
  }

  /**
   * Each server has its own words for a push that came too late: what counts is what it has now.
   */
  private void requireMoved(PushResult result, RemoteRefUpdate answer) {
    String branch = answer.getRemoteName();
    String reason = login.withoutSecrets(String.valueOf(answer.getMessage()));
    boolean busy = reason.toLowerCase(Locale.ROOT).contains("lock");
    if (!busy && id(result.getAdvertisedRef(branch)).equals(id(refs().get(branch)))) {
      throw GitFailures.refused(source, kind, reason);
    }
  }

  private static Optional<ObjectId> id(@Nullable Ref ref) {
    return Optional.ofNullable(ref).map(Ref::getObjectId);
  }

  Failure failure(Exception e) {
    return GitFailures.of(source, kind, e, login);
  }

  private <C extends TransportCommand<C, ?>> C prepared(C command) {
    command.setTimeout(Math.toIntExact(properties.timeout().toSeconds()));
    login.credentials().ifPresent(command::setCredentialsProvider);
    return command.setTransportConfigCallback(
        transport -> {
          ssh.use(transport);
          login.use(transport);
        });
  }
}
