package dev.caravan.devicelibrary;

import dev.caravan.library.LibraryFile;

/**
 * An image that belongs to a definition.
 *
 * @param definition the definition's path
 * @param slot {@code front_image} or {@code rear_image} of a device type; of a module type the name
 *     that its attachment gets
 * @param bytes how large it is
 */
record DefinitionImage(String definition, String slot, LibraryFile file, long bytes) {}
