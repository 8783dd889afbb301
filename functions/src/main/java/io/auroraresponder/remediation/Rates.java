package io.auroraresponder.remediation;

import java.util.Map;

/**
 * Prices of an ACU hour.
 *
 * @param currency of all rates
 * @param byRegion region code to its rates
 * @param otherwise for regions that are not listed; on the high side, since messages say "at most"
 */
public record Rates(String currency, Map<String, Rate> byRegion, Rate otherwise) {

  /** Per ACU hour by storage type: {@code aurora} and {@code aurora-iopt1}. */
  public record Rate(double standard, double ioOptimized) {
    double of(String storageType) {
      return storageType.equals("aurora-iopt1") ? ioOptimized : standard;
    }
  }

  /**
   * AWS price list, family ServerlessV2, as noted in July 2026: us-east-1 and eu-west-2; ap-northeast-2 from one weak source. Other
   * regions ask about 0.12 to 0.22 USD, I/O-Optimized about a third more: the upper end stands for all of them.
   */
  public static final Rates DEFAULTS =
      new Rates(
          "USD",
          Map.of("us-east-1", new Rate(0.12, 0.16), "eu-west-2", new Rate(0.14, 0.19), "ap-northeast-2", new Rate(0.20, 0.26)),
          new Rate(0.22, 0.29));

  public Rates {
    byRegion = Map.copyOf(byRegion);
  }

  /** Where a region's rate is from, for the fact. */
  public String source(String region) {
    return lists(region) ? "setting rates " + region : "setting rates default (none is set for " + region + ")";
  }

  boolean lists(String region) {
    return byRegion.containsKey(region);
  }

  public double perAcuHour(String region, String storageType) {
    return byRegion.getOrDefault(region, otherwise).of(storageType);
  }
}
