package dev.caravan.netbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A change to one object.
 *
 * @param item whom it is for
 * @param id the object's number
 * @param changes the fields to set, without the number
 */
public record Patch<T>(T item, long id, ObjectNode changes) {}
