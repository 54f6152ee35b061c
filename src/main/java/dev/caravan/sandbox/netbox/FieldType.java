package dev.caravan.sandbox.netbox;

/** What a field holds, and so how it is read, shown and filtered. */
enum FieldType {
  TEXT,
  SLUG,
  COLOR,
  /** An IPv4 address with a prefix length. */
  ADDRESS,
  BOOLEAN,
  INTEGER,
  DECIMAL,
  CHOICE,
  /** A choice among numbers. */
  NUMBER_CHOICE,
  /** A day, such as {@code 2030-12-31}. */
  DATE,
  /** Another object: written as its id or its attributes, shown nested. */
  REFERENCE,
  /** Any number of other objects: written as their ids, shown nested. */
  REFERENCES,
  /** Another object: written and shown as its bare id. */
  KEY,
  /** A model's name, such as {@code dcim.interfacetemplate}. */
  CONTENT_TYPE,
  /** The object that a content type and an id point at. */
  COMPONENT,
  TAGS,
  CUSTOM_FIELDS,
  ATTRIBUTES,
  /** Which positions of front and rear ports belong together. */
  MAPPINGS,
  IMAGE,
  /** How many objects point here. */
  COUNT,
  DEPTH,
  CREATED,
  LAST_UPDATED,
  /** A field of NetBox that Caravan never fills. */
  ALWAYS_NULL,
  ALWAYS_ZERO
}
