package io.auroraresponder.lab.bench;

/**
 * One value.
 *
 * @param what for example {@code capacity, by the clock}
 * @param unit for example {@code x empty}
 * @param value median
 * @param least of the rounds
 * @param most of the rounds
 */
public record Measured(String what, String unit, double value, double least, double most, Goal goal) {
  public boolean isMet() {
    return goal.isMetBy(value);
  }
}
