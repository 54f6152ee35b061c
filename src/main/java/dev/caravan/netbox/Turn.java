package dev.caravan.netbox;

/** One element of a {@link Conversation}: a request, or a decision what comes next. */
public sealed interface Turn permits NetBoxCall, Stage {}
