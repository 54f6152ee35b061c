package dev.caravan.workflow;

import java.util.List;
import java.util.UUID;

/** Processes are not kept any longer; published inside the transaction that takes them away. */
public record ProcessesForgotten(List<UUID> processIds) {}
