package dev.caravan.sandbox.netbox;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One field of a kind of object: what it holds and what it accepts. */
record Field(
    String name,
    FieldType type,
    Set<Trait> traits,
    @Nullable Object initial,
    Limits limits,
    @Nullable Link link) {

  /** What a field allows or demands beyond its type. */
  enum Trait {
    REQUIRED,
    NULLABLE,
    BLANK,
    UNIQUE,
    READ_ONLY,
    /** Counted by a query that a reply to a write leaves out before 4.5. */
    ONLY_WHEN_READ,
    /** Has no filter of its own. */
    UNFILTERED
  }

  /** Numbers that bound a value: a text's length, a number's range, a decimal's digits. */
  record Limits(int length, @Nullable BigDecimal least, @Nullable BigDecimal most, int decimals) {
    static final Limits NONE = new Limits(Integer.MAX_VALUE, null, null, 0);
  }

  /** Where a reference points, or what is counted, and what becomes of it with its target. */
  record Link(String kind, String via, OnDelete onDelete) {}

  /** What happens to an object whose reference's target is deleted. */
  enum OnDelete {
    CASCADE,
    PROTECT,
    SET_NULL
  }

  static Field of(String name, FieldType type, Trait... traits) {
    Set<Trait> set = EnumSet.noneOf(Trait.class);
    set.addAll(Set.of(traits));
    return new Field(name, type, set, null, Limits.NONE, null);
  }

  static Field text(String name, int length, Trait... traits) {
    Field field = of(name, FieldType.TEXT, traits).limited(new Limits(length, null, null, 0));
    return field.has(Trait.REQUIRED) ? field : field.with(Trait.BLANK).starting("");
  }

  static Field integer(String name, long least, long most, Trait... traits) {
    return of(name, FieldType.INTEGER, traits)
        .limited(
            new Limits(Integer.MAX_VALUE, BigDecimal.valueOf(least), BigDecimal.valueOf(most), 0));
  }

  static Field reference(String name, String kind, OnDelete onDelete, Trait... traits) {
    return of(name, FieldType.REFERENCE, traits).linked(new Link(kind, "", onDelete));
  }

  static Field count(String name, String kind, String via) {
    return of(name, FieldType.COUNT, Trait.READ_ONLY)
        .linked(new Link(kind, via, OnDelete.SET_NULL));
  }

  Field starting(Object value) {
    return new Field(name, type, traits, value, limits, link);
  }

  Field limited(Limits bounds) {
    return new Field(name, type, traits, initial, bounds, link);
  }

  Field linked(Link target) {
    return new Field(name, type, traits, initial, limits, target);
  }

  Field with(Trait trait) {
    Set<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new Field(name, type, more, initial, limits, link);
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  boolean writable() {
    return !has(Trait.READ_ONLY);
  }

  /** Whether the value is the id of another object. */
  boolean pointsElsewhere() {
    return type == FieldType.REFERENCE || type == FieldType.KEY;
  }

  Link target() {
    Link target = link;
    if (target == null) {
      throw new IllegalStateException(name + " points nowhere");
    }
    return target;
  }
}
