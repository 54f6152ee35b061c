/**
 * How Kubernetes is spoken to: clusters, requests to their API, answers, watches, and kubeconfig
 * files.
 */
@NullMarked
package dev.caravan.kubernetes;

import org.jspecify.annotations.NullMarked;
