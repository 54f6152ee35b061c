package dev.caravan.sandbox.netbox;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The laws of interfaces within interfaces, from 4.7 on. */
final class InterfaceRules {

  private static final Set<String> UNPLUGGABLE = Set.of("virtual", "bridge", "lag");

  private InterfaceRules() {}

  static Optional<Rule.Breach> nested(Draft draft) {
    Optional<Row> parent = draft.target("parent");
    boolean channel = draft.has("channel_id");
    if (draft.before().filter(row -> parent.filter(row::equals).isPresent()).isPresent()) {
      return Rule.field("parent", "An interface cannot be its own parent.");
    }
    if (parent.isPresent() && !draft.is("type", "virtual") && !channel) {
      return Rule.field(
          "parent",
          "Only virtual interfaces, or a channel subinterface with a channel ID assigned, may be"
              + " assigned to a parent interface.");
    }
    if (draft.has("channels") && channel) {
      return Rule.whole(
          "An interface cannot be both channelized and bound to a channel on a parent interface.");
    }
    if (draft.is("type", "channel") && !channel) {
      return Rule.field("channel_id", "Channel interfaces must have a channel ID assigned.");
    }
    return kinds(draft, channel).or(() -> channel ? bound(draft, parent) : Optional.empty());
  }

  private static Optional<Rule.Breach> kinds(Draft draft, boolean channel) {
    String type = String.valueOf(draft.values().get("type"));
    boolean pluggable = !UNPLUGGABLE.contains(type) && !type.startsWith("ieee802.1");
    if (channel && !pluggable) {
      return Rule.field(
          "channel_id",
          "A channel ID cannot be assigned to a virtual, LAG, bridge, or wireless interface.");
    }
    return draft.has("channels") && !pluggable
        ? Rule.field("channels", type + " interfaces cannot be channelized.")
        : Optional.empty();
  }

  private static Optional<Rule.Breach> bound(Draft draft, Optional<Row> parent) {
    if (parent.isEmpty()) {
      return Rule.field("parent", "A channel subinterface must be assigned to a parent interface.");
    }
    Row above = parent.get();
    if (!(above.value("channels") instanceof Long channels)) {
      return Rule.field(
          "parent", "The parent interface (%s) is not channelized.".formatted(above.display()));
    }
    if (draft.number("channel_id").longValue() > channels) {
      return Rule.field(
          "channel_id",
          "Invalid channel ID (%s): the parent interface provides only %d channels."
              .formatted(draft.number("channel_id"), channels));
    }
    for (String owner : new String[] {"device_type", "module_type"}) {
      if (draft.has(owner) && !Objects.equals(draft.id(owner), above.reference(owner))) {
        return Rule.field(
            "parent",
            "Parent interface (%s) must belong to the same %s"
                .formatted(above.display(), owner.replace('_', ' ')));
      }
    }
    return Optional.empty();
  }
}
