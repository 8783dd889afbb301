package io.auroraresponder.runbook;

import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * When a series that rises steadily will reach a level, as an interval.
 *
 * <p>The slope is the median of the slopes between all pairs of minutes (Theil and Sen): a single outlier moves it little. Its interval
 * is Sen's, from the variance of Kendall's rank statistic. Where points are few, the rise is not steady, or the interval says next to
 * nothing, there is no forecast: a wrong time is worse than none.
 *
 * @param earliest the soonest that the level is likely reached
 * @param latest the latest
 * @param perHour by how much it rises in an hour
 */
public record Forecast(Instant earliest, Instant latest, double perHour) {

  /**
   * When a forecast is made at all.
   *
   * @param points minutes with data that it takes
   * @param steadiness Kendall's tau, from -1 to 1, that the rise must reach: 1 rises from every minute to every later one
   * @param horizon how far ahead the earliest time may lie, and how wide the interval may be
   */
  public record Limits(int points, double steadiness, Duration horizon) {}

  /** Two-sided 90 percent of the normal distribution. */
  private static final double Z = 1.645;

  /**
   * Empty where nothing can be said, or where the level is reached already.
   *
   * @param now from when the time is counted; the series ends about there
   */
  public static Optional<Forecast> of(Series series, double level, Instant now, Limits limits) {
    List<Point> points = series.points();
    if (points.size() < limits.points()) {
      return Optional.empty();
    }
    List<Double> slopes = slopes(points);
    if (slopes.isEmpty() || tau(slopes) < limits.steadiness()) {
      return Optional.empty();
    }
    Collections.sort(slopes);
    double slope = middle(slopes);
    double half = Z * Math.sqrt(points.size() * (points.size() - 1.0) * (2.0 * points.size() + 5) / 18) / 2;
    double slowest = slopes.get((int) Math.max(0, Math.floor(slopes.size() / 2.0 - half)));
    double fastest = slopes.get((int) Math.min(slopes.size() - 1.0, Math.ceil(slopes.size() / 2.0 + half)));
    if (slowest <= 0 || level <= standing(points, slope, now)) {
      return Optional.empty();
    }
    // Each line turns about the middle of the series, so a slower one also stands lower now.
    double soonest = Math.max(0, level - standing(points, fastest, now)) / fastest;
    double last = (level - standing(points, slowest, now)) / slowest;
    return within(now, soonest, last, slope, limits.horizon());
  }

  private static Optional<Forecast> within(Instant now, double soonest, double last, double slope, Duration horizon) {
    boolean says = soonest <= horizon.toSeconds() && last - soonest <= horizon.toSeconds();
    return says
        ? Optional.of(new Forecast(now.plusSeconds(Math.round(soonest)), now.plusSeconds(Math.round(last)), slope * 3600))
        : Optional.empty();
  }

  /** Per second. */
  private static List<Double> slopes(List<Point> points) {
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      for (int j = i + 1; j < points.size(); j++) {
        double seconds = Duration.between(points.get(i).minute(), points.get(j).minute()).toSeconds();
        if (seconds > 0) {
          slopes.add((points.get(j).value() - points.get(i).value()) / seconds);
        }
      }
    }
    return slopes;
  }

  private static double tau(List<Double> slopes) {
    return slopes.stream().mapToDouble(Math::signum).sum() / slopes.size();
  }

  /** Where the line stands now: the median of what each point, moved along the slope, says. */
  private static double standing(List<Point> points, double slope, Instant now) {
    List<Double> all = new ArrayList<>();
    points.forEach(point -> all.add(point.value() + slope * Duration.between(point.minute(), now).toSeconds()));
    Collections.sort(all);
    return middle(all);
  }

  private static double middle(List<Double> sorted) {
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
