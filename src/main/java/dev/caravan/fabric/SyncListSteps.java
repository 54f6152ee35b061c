package dev.caravan.fabric;

import dev.caravan.kubernetes.Conversation;
import dev.caravan.worker.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What the routes that list a cluster ask of Java: which kinds, and whether they are there. */
@Component
public class SyncListSteps {

  private static final Duration KINDS_HOLD = Duration.ofHours(1);

  private final RunningSyncs running;
  private final DeclaredStore declared;
  private final ComparedStore compared;
  private final KindStore kinds;
  private final SecretMarks marks;
  private final ProofStore proofs;
  private final ChangeStore changes;
  private final Clock clock;

  SyncListSteps(
      RunningSyncs running,
      DeclaredStore declared,
      ComparedStore compared,
      KindStore kinds,
      SecretMarks marks,
      ProofStore proofs,
      ChangeStore changes,
      Clock clock) {
    this.running = running;
    this.declared = declared;
    this.compared = compared;
    this.kinds = kinds;
    this.marks = marks;
    this.proofs = proofs;
    this.changes = changes;
    this.clock = clock;
  }

  /** What is to be listed. */
  public Listing listing(Step step) {
    return running.listing(step);
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
    Map<String, DeclaredStore.DesiredKind> wanted = declared.kinds(fabric.id());
    Set<String> known = listing.kinds().stream().map(ManagedKind::key).collect(Collectors.toSet());
    Instant at = proof.kindsAt();
    Integer version = proof.kindsVersion();
    boolean fresh =
        version != null
            && version == fabric.version()
            && at != null
            && at.plus(KINDS_HOLD).isAfter(clock.instant())
            && known.containsAll(wanted.keySet());
    if (fresh) {
      return List.of();
    }
    Conversation talk = listing.talk();
    Discovery discovery = new Discovery(fabric, wanted.values());
    discovery.askFor(talk, listing::counted);
    talk.afterwards(() -> discovered(listing, discovery.kinds(), discovery.schemas()));
    return List.of(talk);
  }

  private void discovered(Listing listing, List<ManagedKind> found, ClusterSchemas schemas) {
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
    listing.everything();
  }

  /** What the fabric was told not to look at any more is not missing. */
  private static boolean isMeant(Fabric fabric, ManagedKind kind) {
    return fabric.kinds().isEmpty()
        ? fabric.apiGroups().contains(kind.group())
        : fabric.kinds().stream().anyMatch(kind::isCalled);
  }

  /** One conversation for each kind. */
  public List<Conversation> lists(Listing listing) {
    return listing.lists();
  }

  /** Whether there is the namespace at all, where all that was listed is empty. */
  public List<Conversation> doubts(Listing listing) {
    if (!listing.empty()) {
      return List.of();
    }
    Conversation talk = listing.talk();
    listing.askForNamespace(talk);
    return List.of(talk);
  }
}
