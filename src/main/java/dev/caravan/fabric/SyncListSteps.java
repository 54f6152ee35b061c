package dev.caravan.fabric;

import dev.caravan.fabric.DeclaredKinds.DesiredKind;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.kubernetes.Conversation;
import dev.caravan.worker.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the routes that list a cluster ask of Java: which kinds, and whether they are there. */
@Component
public class SyncListSteps {

  private static final Duration KINDS_HOLD = Duration.ofHours(1);

  /** So many attempts of a step wait for a kind that is being made. */
  private static final int LONGEST_WAIT = 4;

  private final RunningSyncs running;
  private final DeclaredStore declared;
  private final DeclaredKinds declaredKinds;
  private final ComparedStore compared;
  private final KindStore kinds;
  private final SecretMarks marks;
  private final ProofStore proofs;
  private final ChangeStore changes;
  private final Clock clock;

  SyncListSteps(
      RunningSyncs running,
      DeclaredStore declared,
      DeclaredKinds declaredKinds,
      ComparedStore compared,
      KindStore kinds,
      SecretMarks marks,
      ProofStore proofs,
      ChangeStore changes,
      Clock clock) {
    this.running = running;
    this.declared = declared;
    this.declaredKinds = declaredKinds;
    this.compared = compared;
    this.kinds = kinds;
    this.marks = marks;
    this.proofs = proofs;
    this.changes = changes;
    this.clock = clock;
  }

  /** What is to be listed. */
  public Listing listing(Step step) {
    Listing listing = running.listing(step);
    Map<String, List<String>> several = new HashMap<>();
    declaredKinds
        .of(listing.fabric().id())
        .forEach(
            (key, kind) -> {
              if (kind.versions().size() > 1) {
                several.put(key, kind.versions());
              }
            });
    listing.alsoIn(several);
    return listing;
  }

  /** The same for the kinds that were changed, to prove it, and for agents: they tell of others. */
  public Listing listingOfChanged(Step step) {
    Listing listing = listing(step);
    List<String> changed = changes.kinds(UUID.fromString(step.processId()));
    listing.only(
        listing.kinds().stream()
            .filter(each -> changed.contains(each.key()) || each.kind().equals(Comparing.AGENT))
            .toList());
    return listing;
  }

  /** Asks which kinds there are, where that is not known or was asked long ago. */
  public List<Conversation> discovery(Listing listing) {
    Fabric fabric = listing.fabric();
    Proof proof = proofs.require(fabric.id());
    Map<String, DesiredKind> wanted = declaredKinds.of(fabric.id());
    Map<String, ManagedKind> known = new HashMap<>();
    listing.kinds().forEach(each -> known.put(each.key(), each));
    Instant at = proof.kindsAt();
    Integer version = proof.kindsVersion();
    boolean fresh =
        version != null
            && version == fabric.version()
            && at != null
            && at.plus(KINDS_HOLD).isAfter(clock.instant())
            && wanted.values().stream().allMatch(each -> isKnown(each, known.get(each.key())));
    if (fresh) {
      return List.of();
    }
    Conversation talk = listing.talk();
    Set<String> applied =
        compared.marks(fabric.id()).values().stream()
            .filter(each -> each.applied() && each.there())
            .map(ComparedStore.Mark::kindKey)
            .collect(Collectors.toSet());
    Discovery discovery =
        new Discovery(
            fabric.apiGroups(),
            fabric.kinds(),
            wanted.values(),
            declaredKinds.defined(fabric.id()),
            listing.kinds().stream().filter(each -> applied.contains(each.key())).toList());
    discovery.askFor(talk, listing::counted);
    talk.afterwards(() -> discovered(listing, discovery));
    return List.of(talk);
  }

  /** In a version that git names. */
  private static boolean isKnown(DesiredKind wanted, @Nullable ManagedKind known) {
    return known != null && wanted.versions().contains(known.version());
  }

  private void discovered(Listing listing, Discovery discovery) {
    List<ManagedKind> found = discovery.kinds();
    ClusterSchemas schemas = discovery.schemas();
    Fabric fabric = listing.fabric();
    Set<String> keys = found.stream().map(ManagedKind::key).collect(Collectors.toSet());
    Set<String> there =
        compared.marks(fabric.id()).values().stream()
            .filter(ComparedStore.Mark::there)
            .map(ComparedStore.Mark::kindKey)
            .collect(Collectors.toSet());
    List<String> missing =
        listing.kinds().stream()
            .filter(each -> isMeant(fabric, each))
            .map(ManagedKind::key)
            .filter(key -> there.contains(key) && !keys.contains(key))
            .filter(key -> !discovery.awaited().contains(key))
            .map(ManagedKind::kindOf)
            .toList();
    if (!missing.isEmpty()) {
      throw SyncTrouble.of(
          "MISSING_KIND",
          "The cluster does not know %s any more".formatted(String.join(", ", missing)),
          Map.of("missing", missing));
    }
    kinds.put(fabric.id(), found);
    if (marks.keep(fabric.id(), schemas.told(found), schemas.marks())) {
      declared.concealAnew(fabric.id());
    }
    listing.only(found);
    listing.awaits(discovery.awaited());
    listing.everything();
  }

  /** What the fabric was told not to look at any more is not missing. */
  private static boolean isMeant(Fabric fabric, ManagedKind kind) {
    return fabric.kinds().isEmpty()
        ? fabric.apiGroups().contains(kind.group())
        : fabric.kinds().stream().anyMatch(kind::isCalled);
  }

  /**
   * Asks for kinds whose definitions were applied just now; one that the cluster is still about to
   * make is waited for.
   */
  public List<Conversation> awaited(Step step) {
    Listing listing = listing(step);
    Fabric fabric = listing.fabric();
    Set<String> known = listing.kinds().stream().map(ManagedKind::key).collect(Collectors.toSet());
    Set<String> defined = declaredKinds.defined(fabric.id());
    Map<String, DesiredKind> wanted = declaredKinds.of(fabric.id());
    wanted.keySet().removeIf(key -> known.contains(key) || !defined.contains(key));
    if (wanted.isEmpty() || running.require(step).dryRun()) {
      return List.of();
    }
    boolean refused =
        changes.keys(UUID.fromString(step.processId()), "failed").stream()
            .anyMatch(key -> key.startsWith(Foundation.DEFINITIONS_GROUP + "/"));
    Conversation talk = listing.talk();
    Discovery discovery = new Discovery(List.of(), List.of(), wanted.values(), defined, List.of());
    discovery.askFor(talk, listing::counted);
    talk.afterwards(
        () -> {
          kinds.add(fabric.id(), discovery.declaredOnes().values());
          if (!discovery.awaited().isEmpty() && !refused && step.failures() < LONGEST_WAIT) {
            throw RetryableFailure.integration(
                "The cluster does not serve %s yet, whose definition it has"
                    .formatted(String.join(", ", discovery.awaited())));
          }
        });
    return List.of(talk);
  }

  /** One conversation for each kind. */
  public List<Conversation> lists(Listing listing) {
    return listing.lists();
  }

  /** Whether there is the namespace at all, where all that was listed is empty. */
  public List<Conversation> doubts(Listing listing) {
    if (!listing.empty() || declaredKinds.declaresNamespace(listing.fabric())) {
      return List.of();
    }
    Conversation talk = listing.talk();
    listing.askForNamespace(talk);
    return List.of(talk);
  }
}
