package io.auroraresponder.incident;

import java.util.Locale;

/** A DB cluster identifier as RDS stores it: lower case (RDS API reference, CreateDBCluster). */
public record ClusterId(String value) implements Comparable<ClusterId> {
  public ClusterId {
    value = value.strip().toLowerCase(Locale.ROOT);
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a cluster identifier is empty");
    }
  }

  @Override
  public int compareTo(ClusterId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
