package io.auroraresponder.database;

import io.auroraresponder.incident.Fact;
import java.time.Duration;
import java.time.Instant;

/**
 * Every number of the comparison with the last healthy look. All are ours.
 *
 * @param oldest a healthy look that is older says nothing about today: releases and seasons lie between
 * @param slower factor over the mean time of then from which a statement is named as slower
 * @param moreCalls factor over the calls a minute of then from which a statement is named as called more
 * @param baselineCalls calls that make a mean of then
 * @param windowCalls calls within the probe's window that it takes to speak of a rate
 * @param timeShare part of the execution time, from 0 to 1, under which a statement is not worth a line
 * @param shown statements that are named at most
 * @param kept statements that are kept at most: with {@code textLength} it bounds the stored item to a fifth of DynamoDB's 400 KB
 * @param textLength characters of a statement that are kept
 * @param sameReset how far the beginning of the counters may move by rounding and still be the same
 */
public record HealthThresholds(
    Duration oldest,
    double slower,
    double moreCalls,
    int baselineCalls,
    int windowCalls,
    double timeShare,
    int shown,
    int kept,
    int textLength,
    Duration sameReset) {

  public static HealthThresholds defaults() {
    return new HealthThresholds(Duration.ofDays(14), 3, 3, 20, 10, 0.05, 5, 100, 120, Duration.ofMinutes(1));
  }

  /** A setting as a fact, so that limits in a message have their source too. */
  public static Fact limit(String name, Instant at, double value, String unit) {
    return Fact.of("setting health." + name, at, value, 2, unit);
  }
}
