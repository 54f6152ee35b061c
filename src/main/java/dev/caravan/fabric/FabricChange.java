package dev.caravan.fabric;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.git.GitSource;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a fabric of what was there and what a caller says, or tells all that is wrong. */
final class FabricChange {

  private static final int SHORTEST_INTERVAL = 10;
  private static final int LONGEST_INTERVAL = 31 * 24 * 3600;
  private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final String DOMAIN = LABEL + "(\\." + LABEL + ")*";

  private final Fabric before;
  private final FabricSecrets secretsBefore;
  private final FabricBody body;
  private final List<InputProblem> problems = new ArrayList<>();

  FabricChange(Fabric before, FabricSecrets secretsBefore, FabricBody body) {
    this.before = before;
    this.secretsBefore = secretsBefore;
    this.body = body;
  }

  /**
   * What is to be kept.
   *
   * @param contexts of the kubeconfig
   * @param gitProblem what is wrong with a source by its looks
   */
  Fabric fabric(
      Set<String> contexts, Function<GitSource, Optional<InputProblem>> gitProblem, Instant now) {
    String name = body.name() == null ? before.name() : body.name();
    check(
        name.matches("[a-z0-9][a-z0-9.-]{0,62}"),
        "/name",
        "must be 1 to 63 lower-case letters, digits, dots and hyphens, such as fabric-1");
    Fabric fabric =
        new Fabric(
            before.id(),
            name,
            cluster(contexts),
            git(gitProblem),
            texts("/api_groups", body.apiGroups(), before.apiGroups(), DOMAIN),
            texts(
                "/kinds", body.kinds(), before.kinds(), "[A-Za-z][A-Za-z0-9]*(\\." + DOMAIN + ")?"),
            or(body.syncEnabled(), before.syncEnabled()),
            interval(),
            policy(),
            or(body.prune(), before.prune()),
            or(body.selfHeal(), before.selfHeal()),
            or(body.dryRunFirst(), before.dryRunFirst()),
            windows("/windows", body.windows(), before.windows()),
            windows("/blackouts", body.blackouts(), before.blackouts()),
            or(body.watch(), before.watch()),
            captureBranch(),
            before.version(),
            before.createdBy(),
            before.createdAt(),
            now);
    checkSecrets(fabric);
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The fabric has problems", problems);
    }
    return fabric;
  }

  /** What lets us in from now on: another kind of credential takes the place of the one before. */
  FabricSecrets secrets() {
    FabricSecrets secrets = secretsBefore;
    FabricBody.ClusterBody said = body.cluster();
    if (said != null) {
      if (said.token() != null) {
        secrets = new FabricSecrets(blankless(said.token()), null, null, secrets.gitToken());
      } else if (said.clientCertificate() != null || said.clientKey() != null) {
        secrets =
            new FabricSecrets(
                null,
                said.clientCertificate() == null
                    ? secrets.clientCertificate()
                    : blankless(said.clientCertificate()),
                said.clientKey() == null ? secrets.clientKey() : blankless(said.clientKey()),
                secrets.gitToken());
      } else if (said.kubeconfigContext() != null && !said.kubeconfigContext().isBlank()) {
        secrets = new FabricSecrets(null, null, null, secrets.gitToken());
      }
    }
    FabricBody.GitBody git = body.git();
    return git == null || git.token() == null
        ? secrets
        : secrets.withGitToken(blankless(git.token()));
  }

  private static @Nullable String blankless(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private ClusterPlace cluster(Set<String> contexts) {
    ClusterPlace was = before.cluster();
    FabricBody.ClusterBody said = body.cluster();
    if (said == null) {
      return was;
    }
    boolean byServer = said.server() != null && !said.server().isBlank();
    boolean byContext = said.kubeconfigContext() != null && !said.kubeconfigContext().isBlank();
    check(
        !(byServer && byContext),
        "/cluster/kubeconfig_context",
        "is one way to name the cluster and /cluster/server another: give one of them");
    ClusterPlace place =
        new ClusterPlace(
            byContext ? "" : text(said.server(), was.server()).replaceAll("/+$", ""),
            text(said.namespace(), was.namespace()),
            byContext ? "" : text(said.ca(), was.ca()),
            byServer ? "" : text(said.kubeconfigContext(), was.kubeconfigContext()),
            auth(byServer ? "" : text(said.kubeconfigContext(), was.kubeconfigContext())));
    check(
        place.namespace().matches(LABEL),
        "/cluster/namespace",
        "must be the name of a namespace: lower-case letters, digits and hyphens");
    check(
        place.ca().isEmpty() || place.ca().contains("-----BEGIN CERTIFICATE-----"),
        "/cluster/ca",
        "must be certificates as PEM text");
    checkServer(place.server());
    check(
        place.kubeconfigContext().isEmpty() || contexts.contains(place.kubeconfigContext()),
        "/cluster/kubeconfig_context",
        contexts.isEmpty()
            ? "there is no kubeconfig: set KUBECONFIG to one"
            : "there is no such context; there are " + String.join(", ", contexts));
    return place;
  }

  private String auth(String context) {
    FabricSecrets secrets = secrets();
    if (!context.isEmpty()) {
      return "kubeconfig";
    }
    return secrets.token() != null
        ? "token"
        : secrets.clientCertificate() != null ? "client_certificate" : "none";
  }

  private void checkServer(String server) {
    if (server.isEmpty()) {
      return;
    }
    try {
      URI address = URI.create(server);
      check(
          Set.of("http", "https").contains(String.valueOf(address.getScheme()))
              && address.getHost() != null
              && address.getUserInfo() == null
              && address.getQuery() == null,
          "/cluster/server",
          "must be such as https://10.0.0.1:6443, without credentials");
    } catch (IllegalArgumentException wrong) {
      check(false, "/cluster/server", "is no address; give one such as https://10.0.0.1:6443");
    }
  }

  private void checkSecrets(Fabric fabric) {
    FabricBody.ClusterBody said = body.cluster();
    if (said != null && said.token() != null) {
      check(
          said.clientCertificate() == null && said.clientKey() == null,
          "/cluster/token",
          "is one way in and a client certificate another: give one of them");
      check(
          said.token().strip().matches("\\S*"),
          "/cluster/token",
          "must be one word without spaces");
    }
    FabricSecrets secrets = secrets();
    check(
        (secrets.clientCertificate() == null) == (secrets.clientKey() == null),
        secrets.clientKey() == null ? "/cluster/client_key" : "/cluster/client_certificate",
        "is missing: a certificate and its key belong together");
    check(
        fabric.cluster().server().isEmpty()
            || secrets.token() != null
            || secrets.clientCertificate() != null,
        "/cluster",
        "needs a token, or client_certificate and client_key");
  }

  private GitPlace git(Function<GitSource, Optional<InputProblem>> gitProblem) {
    GitPlace was = before.git();
    FabricBody.GitBody said = body.git();
    if (said == null) {
      return was;
    }
    String path = text(said.path(), was.path()).replaceAll("^/+|/+$", "");
    GitPlace place =
        new GitPlace(
            text(said.url(), was.url()),
            Objects.equals(text(said.ref(), was.ref()), "") ? "HEAD" : text(said.ref(), was.ref()),
            path.equals(".") ? "" : path,
            secrets().gitToken() != null);
    check(
        !List.of(path.split("/", -1)).contains(".."),
        "/git/path",
        "must be a folder of the repository");
    if (!place.url().isEmpty()) {
      gitProblem
          .apply(new GitSource(place.url(), place.ref()))
          .ifPresent(problem -> check(false, "/git" + problem.pointer(), problem.message()));
    }
    return place;
  }

  private int interval() {
    int interval = body.syncInterval() == null ? before.syncInterval() : body.syncInterval();
    check(
        interval == 0 || (interval >= SHORTEST_INTERVAL && interval <= LONGEST_INTERVAL),
        "/sync_interval",
        "must be 0 (never by itself) or %d to %d seconds"
            .formatted(SHORTEST_INTERVAL, LONGEST_INTERVAL));
    return interval;
  }

  private Policy policy() {
    String said = body.policy();
    if (said == null) {
      return before.policy();
    }
    for (Policy each : Policy.values()) {
      if (each.word().equals(said)) {
        return each;
      }
    }
    check(false, "/policy", "must be observe or apply");
    return before.policy();
  }

  private @Nullable String captureBranch() {
    FabricBody.CaptureBody said = body.capture();
    if (said == null) {
      return before.captureBranch();
    }
    String branch = said.branch() == null ? "" : said.branch().strip();
    check(
        branch.isEmpty() || branch.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,100}"),
        "/capture/branch",
        "must be the name of a branch");
    return branch.isEmpty() ? null : branch;
  }

  private List<String> texts(
      String pointer, @Nullable List<String> said, List<String> was, String pattern) {
    if (said == null) {
      return was;
    }
    for (int i = 0; i < said.size(); i++) {
      String each = String.valueOf(said.get(i));
      check(each.matches(pattern), pointer + "/" + i, "is no name of that kind: " + each);
    }
    return said.stream().filter(Objects::nonNull).map(String::strip).distinct().toList();
  }

  private List<TimeWindow> windows(
      String pointer, @Nullable List<FabricBody.WindowBody> said, List<TimeWindow> was) {
    if (said == null) {
      return was;
    }
    List<TimeWindow> windows = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      FabricBody.WindowBody each = said.get(i);
      String at = pointer + "/" + i;
      TimeWindow.problem(each.cron(), each.duration())
          .ifPresentOrElse(
              problem -> check(false, at, problem),
              () ->
                  windows.add(
                      new TimeWindow(
                          text(each.cron(), ""),
                          text(each.duration(), "").toLowerCase(Locale.ROOT))));
    }
    return windows;
  }

  private void check(boolean good, String pointer, String message) {
    if (!good) {
      problems.add(new InputProblem(pointer, message));
    }
  }

  private static String text(@Nullable String said, String otherwise) {
    return said == null ? otherwise : said.strip();
  }

  private static boolean or(@Nullable Boolean said, boolean otherwise) {
    return said == null ? otherwise : said;
  }
}
