package io.auroraresponder.fake;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.HealthyHistory;
import io.auroraresponder.observation.HealthyLook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Healthy looks in memory, each part by itself; can be made silent. */
public final class InMemoryHealth implements HealthyHistory {
  private final Map<String, HealthyLook> kept = new HashMap<>();
  private final List<HealthyLook> writes = new ArrayList<>();
  private final List<String> limits = new ArrayList<>();
  private boolean silent;

  public InMemoryHealth silent() {
    silent = true;
    return this;
  }

  public List<HealthyLook> writes() {
    return List.copyOf(writes);
  }

  @Override
  public HealthyLook last(String resourceId) {
    if (silent) {
      throw new DependencyException("ledger", "read", "", true, "it is silent", null);
    }
    return kept.getOrDefault(
        resourceId,
        new HealthyLook(
            Reading.unavailable("no healthy look of this cluster is kept yet"),
            Reading.unavailable("no healthy look of its database is kept yet")));
  }

  @Override
  public void keep(String resourceId, HealthyLook look) {
    writes.add(look);
    HealthyLook before = last(resourceId);
    kept.put(resourceId, new HealthyLook(look.shape().isKnown() ? look.shape() : before.shape(), look.work().isKnown() ? look.work()
        : before.work()));
  }

  @Override
  public void keepLimit(String resourceId, String member, int maxConnections, boolean leased, Instant at) {
    limits.add(member + " " + maxConnections + (leased ? " leased" : ""));
  }

  /** Each limit that was kept: member, limit, and whether a lease was or may have been in force. */
  public List<String> limits() {
    return List.copyOf(limits);
  }
}
