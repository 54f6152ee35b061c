package dev.caravan.fabric;

import dev.caravan.worker.Step;

/** What a run has seen of the cluster before it reads git. */
public final class Reading {

  private final Step step;
  private volatile boolean namespaceAbsent;

  Reading(Step step) {
    this.step = step;
  }

  Step step() {
    return step;
  }

  /** The cluster has no such namespace: git must declare it. */
  void namespaceIsAbsent() {
    namespaceAbsent = true;
  }

  boolean isNamespaceAbsent() {
    return namespaceAbsent;
  }
}
