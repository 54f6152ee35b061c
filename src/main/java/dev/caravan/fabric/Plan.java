package dev.caravan.fabric;

import java.time.Duration;
import java.time.Instant;

/**
 * What a run has looked at before it says or does anything.
 *
 * @param listedAt when its lists were begun, by the clock of the database
 * @param age how long ago that is
 * @param version of the fabric that was compared
 * @param place where that was listed
 */
record Plan(Instant listedAt, Duration age, int version, String place) {}
