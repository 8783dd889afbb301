package io.auroraresponder.observation;

import java.time.Instant;

/**
 * How many manual cluster snapshots the account has in the region, and how many it may have (RDS API reference, DescribeAccountAttributes).
 *
 * @param at when it was read
 */
public record SnapshotQuota(long used, long most, Instant at) {
  public boolean exhausted() {
    return used >= most;
  }
}
