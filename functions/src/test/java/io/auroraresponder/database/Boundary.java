package io.auroraresponder.database;

import io.auroraresponder.incident.Limit;
import java.util.function.BooleanSupplier;

/** {@code inside} is the last value that counts, {@code outside} the first that does not. */
public record Boundary(Limit limit, BooleanSupplier inside, BooleanSupplier outside) {
  @Override
  public String toString() {
    return limit.word();
  }
}
