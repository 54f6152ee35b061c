package dev.caravan.fabric;

import dev.caravan.failure.InputProblem;
import dev.caravan.git.GitSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes a fabric of what was there and what a caller says, or tells all that is wrong. */
final class FabricChange {

  private static final int SHORTEST_INTERVAL = 10;
  private static final int LONGEST_INTERVAL = 31 * 24 * 3600;
  private static final int MOST_WINDOWS = 50;
  private static final String DOMAIN = ClusterChange.LABEL + "(\\." + ClusterChange.LABEL + ")*";

  private final Fabric before;
  private final FabricBody body;
  private final BodyCheck check = new BodyCheck();
  private final ClusterChange cluster;
  private final GitChange git;

  FabricChange(Fabric before, FabricSecrets secretsBefore, FabricBody body) {
    this.before = before;
    this.body = body;
    this.cluster = new ClusterChange(before.cluster(), secretsBefore, body.cluster(), check);
    this.git = new GitChange(before.git(), secretsBefore, body.git(), check);
  }

  /**
   * What is to be kept.
   *
   * @param contexts of the kubeconfig
   * @param gitProblem what is wrong with a source by its looks
   * @param maySend whether a secret may be sent to an address
   */
  Fabric fabric(
      Set<String> contexts,
      Function<GitSource, Optional<InputProblem>> gitProblem,
      Predicate<String> maySend,
      Instant now) {
    String name = body.name() == null ? before.name() : body.name();
    check.that(
        name.matches("[a-z0-9][a-z0-9.-]{0,62}"),
        "/name",
        "must be 1 to 63 lower-case letters, digits, dots and hyphens, such as fabric-1");
    Fabric fabric =
        new Fabric(
            before.id(),
            name,
            cluster.place(contexts),
            git.place(gitProblem),
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
    cluster.checkSecrets(fabric.cluster(), maySend);
    git.checkToken(fabric.git(), maySend);
    check.requireGood();
    return fabric;
  }

  /** What lets us in from now on. */
  FabricSecrets secrets() {
    return git.secrets(cluster.secrets());
  }

  private int interval() {
    int interval = body.syncInterval() == null ? before.syncInterval() : body.syncInterval();
    check.that(
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
    check.that(false, "/policy", "must be observe or apply");
    return before.policy();
  }

  private @Nullable String captureBranch() {
    FabricBody.CaptureBody said = body.capture();
    if (said == null) {
      return before.captureBranch();
    }
    String branch = said.branch() == null ? "" : said.branch().strip();
    check.that(
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
      check.that(each.matches(pattern), pointer + "/" + i, "is no name of that kind: " + each);
    }
    return said.stream().filter(Objects::nonNull).map(String::strip).distinct().toList();
  }

  private List<TimeWindow> windows(
      String pointer, @Nullable List<FabricBody.WindowBody> said, List<TimeWindow> was) {
    if (said == null) {
      return was;
    }
    if (said.size() > MOST_WINDOWS) {
      check.that(false, pointer, "must be at most " + MOST_WINDOWS);
      return was;
    }
    List<TimeWindow> windows = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      FabricBody.WindowBody each = said.get(i);
      String at = pointer + "/" + i;
      TimeWindow.problem(each.cron(), each.duration())
          .ifPresentOrElse(
              problem -> check.that(false, at, problem),
              () ->
                  windows.add(
                      new TimeWindow(
                          BodyCheck.text(each.cron(), ""),
                          BodyCheck.text(each.duration(), "").toLowerCase(Locale.ROOT))));
    }
    return windows;
  }

  private static boolean or(@Nullable Boolean said, boolean otherwise) {
    return said == null ? otherwise : said;
  }
}
