package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import dev.caravan.openstack.OpenStackService;
import dev.caravan.openstack.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds what resources name in the cloud: by id or by name. Where several could be meant nothing is
 * chosen; the plan fails and says the ids.
 */
final class CloudNames {

  private static final String UUID = "(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final Plan plan;
  private final List<Resource> wanted;
  private final KnownNames known;

  CloudNames(Plan plan, List<Resource> wanted, KnownNames known) {
    this.plan = plan;
    this.wanted = wanted;
    this.known = known;
  }

  /** Asks for everything that is named. */
  void ask(Conversation talk) {
    SortedSet<String> flavors = unknownFlavors(named("flavor"));
    if (!flavors.isEmpty()) {
      flavors(talk, flavors, "", new ArrayList<>());
    }
    named("image").forEach(image -> image(talk, image));
    for (String key : named("key_pair")) {
      talk.ask(
          get(OpenStackService.COMPUTE, "/os-keypairs/" + OpenStackRequest.encoded(key), ""),
          answer -> keyPair(key, answer));
    }
    SortedSet<String> zones = named("availability_zone");
    if (!zones.isEmpty()) {
      talk.ask(get(OpenStackService.COMPUTE, "/os-availability-zone", ""), a -> zones(zones, a));
    }
  }

  private SortedSet<String> named(String field) {
    return Candidates.named(wanted, ResourceKind.SERVER, field);
  }

  /** Those that the cloud is to be asked for; the others are in the plan by this. */
  private SortedSet<String> unknownFlavors(SortedSet<String> names) {
    names.removeIf(
        name -> {
          Optional<ObjectNode> said = known.find(plan.cloud(), "flavors", name);
          said.ifPresent(content -> plan.put("flavors", name, content));
          return said.isPresent();
        });
    return names;
  }

  private void flavors(
      Conversation talk, SortedSet<String> names, String query, List<JsonNode> listed) {
    talk.ask(
        get(OpenStackService.COMPUTE, "/flavors/detail", query),
        answer -> {
          plan.require(answer, "Listing flavors");
          int before = listed.size();
          answer.body().path("flavors").forEach(listed::add);
          if (listed.size() > before && hasNext(answer)) {
            String last = listed.get(listed.size() - 1).path("id").asText();
            flavors(talk, names, "marker=" + OpenStackRequest.encoded(last), listed);
          } else {
            names.forEach(name -> flavor(name, listed));
          }
        });
  }

  private static boolean hasNext(OpenStackAnswer answer) {
    return answer.body().path("flavors_links").findValuesAsText("rel").contains("next");
  }

  private void flavor(String name, List<JsonNode> listed) {
    Candidates.chosen(plan, "Flavor", "flavors", name, Candidates.of(name, listed))
        .ifPresent(
            found -> {
              ObjectNode kept = ImageFit.flavor(found);
              plan.put("flavors", name, kept);
              known.learn(plan.cloud(), "flavors", name, kept);
            });
  }

  /** One that is named like the id of another is found when that other one is not there. */
  private void image(Conversation talk, String name) {
    if (!name.matches(UUID)) {
      imageByName(talk, name);
      return;
    }
    talk.ask(
        get(OpenStackService.IMAGE, "/images/" + name, ""),
        answer -> {
          if (answer.notFound()) {
            imageByName(talk, name);
          } else {
            plan.require(answer, "Looking for image " + name);
            image(name, List.of(answer.body()));
          }
        });
  }

  private void imageByName(Conversation talk, String name) {
    talk.ask(
        get(OpenStackService.IMAGE, "/images", "limit=100&name=" + OpenStackRequest.encoded(name)),
        answer -> {
          plan.require(answer, "Looking for image " + name);
          List<JsonNode> listed = new ArrayList<>();
          answer.body().path("images").forEach(listed::add);
          image(name, Candidates.of(name, listed));
        });
  }

  private void image(String name, List<JsonNode> all) {
    List<JsonNode> active = all.stream().filter(CloudNames::isActive).toList();
    List<JsonNode> others = all.stream().filter(each -> !isActive(each)).toList();
    if (active.isEmpty() && !others.isEmpty()) {
      plan.problem(
          Refusal.BAD_REQUEST,
          "Image %s is not active: %s.".formatted(name, Candidates.withStates(others)));
      return;
    }
    Optional<JsonNode> found = Candidates.chosen(plan, "Image", "images", name, active);
    found.ifPresent(image -> plan.put("images", name, ImageFit.image(image)));
    if (found.isPresent() && !others.isEmpty()) {
      plan.note(
          "Image %s: %s is taken; not active, and so left out: %s."
              .formatted(name, found.get().path("id").asText(), Candidates.withStates(others)));
    }
  }

  private static boolean isActive(JsonNode image) {
    return image.path("status").asText("active").equals("active");
  }

  private void keyPair(String name, OpenStackAnswer answer) {
    if (answer.notFound()) {
      plan.problem(Refusal.NOT_FOUND, "Key pair %s could not be found.".formatted(name));
    } else {
      plan.require(answer, "Looking for key pair " + name);
    }
  }

  private void zones(SortedSet<String> names, OpenStackAnswer answer) {
    if (answer.notFound() || answer.status() == 403) {
      return; // Not every cloud shows them; its refusal would come when a server is made.
    }
    plan.require(answer, "Listing availability zones");
    SortedSet<String> open = new TreeSet<>();
    for (JsonNode zone : answer.body().path("availabilityZoneInfo")) {
      if (zone.at("/zoneState/available").asBoolean(true)) {
        open.add(zone.path("zoneName").asText());
      }
    }
    for (String name : names) {
      // Administrators may name a host of the zone, too.
      if (!open.contains(name) && !open.contains(name.split(":", 2)[0])) {
        plan.problem(
            Refusal.NOT_FOUND,
            "Availability zone %s is not available; there are %s."
                .formatted(name, String.join(", ", open)));
      }
    }
  }

  private static OpenStackRequest get(OpenStackService service, String path, String query) {
    return OpenStackRequest.get(service, path, query);
  }
}
