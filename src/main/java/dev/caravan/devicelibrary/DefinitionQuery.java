package dev.caravan.devicelibrary;

import org.jspecify.annotations.Nullable;

/** Which definitions of an import are asked for; null asks for all. */
record DefinitionQuery(
    @Nullable String outcome, @Nullable String kind, @Nullable String manufacturer) {}
