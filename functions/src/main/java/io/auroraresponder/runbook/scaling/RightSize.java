package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.runbook.Climb;
import java.util.List;
import java.util.OptionalDouble;

/** A better min as a proposal in words: nobody but a person sends it. */
final class RightSize {
  private static final String SOURCE = "a day of capacity and CPU";

  private RightSize() {}

  /** The capacity that the middle one of the climbs reached, at most half of max; the next half ACU where that is no rise. */
  static Advice raiseMin(ScalingPicture picture, MemberDay day) {
    List<Double> reached = day.climbs().stream().map(Climb::to).sorted().toList();
    double middle = reached.isEmpty() ? picture.range().minAcu() : reached.get(reached.size() / 2);
    double wanted = Math.max(Math.min(halves(middle), picture.range().maxAcu() / 2), picture.range().minAcu() + 0.5);
    double bounded = Math.min(halves(wanted), picture.range().maxAcu());
    Fact min = Fact.of(SOURCE, picture.at(), bounded, "ACU");
    Phrase text =
        Phrase.of("Proposal: min {} (now {}), so that scaling up starts higher", min, picture.min())
            .and(", ", picture.price("at most {} more", bounded - picture.range().minAcu()))
            .and("", Phrase.of("; a change of the range wakes paused members:"));
    return new Advice(text, picture.command(min, picture.max()));
  }

  /**
   * A smaller min, ACU: the CPU used fills it to the target at most, it is never less than half of the old one, and what needs a min
   * of its own keeps it. Empty where nothing smaller is left.
   */
  static OptionalDouble smallerMin(ScalingPicture picture, double busy) {
    double min = picture.range().minAcu();
    double wanted = Math.max(Math.max(busy / ScalingLimit.TARGET.value(), min / 2), Math.max(0.5, reserved(picture)));
    double proposed = halves(wanted);
    return proposed < min ? OptionalDouble.of(proposed) : OptionalDouble.empty();
  }

  static Advice lowerMin(ScalingPicture picture, double proposed) {
    Fact min = Fact.of(SOURCE, picture.at(), proposed, "ACU");
    Phrase text =
        Phrase.of("Proposal: min {} (now {})", min, picture.min())
            .and(", ", picture.price("up to {} less", picture.range().minAcu() - proposed))
            .and("", Phrase.of("; watch BufferCacheHitRatio, since the cache shrinks with it:"));
    return new Advice(text, picture.command(min, picture.max()));
  }

  /**
   * A smaller max, ACU: the day's peak fills it to the target at most, and it is never less than half of the old one. Empty where nothing
   * smaller is left above min.
   */
  static OptionalDouble smallerMax(ScalingPicture picture, double peak) {
    double max = picture.range().maxAcu();
    double proposed = halves(Math.max(Math.max(peak / ScalingLimit.TARGET.value(), max / 2), Math.max(1, picture.range().minAcu())));
    return proposed < max ? OptionalDouble.of(proposed) : OptionalDouble.empty();
  }

  /** It saves nothing by itself: what falls is the bill of a day that goes wrong. */
  static Advice lowerMax(ScalingPicture picture, double proposed) {
    Fact max = Fact.of(SOURCE, picture.at(), proposed, "ACU");
    Phrase text =
        Phrase.of("Proposal, after a look at a month: max {} (now {})", max, picture.max())
            .and(", ", picture.price("at worst {} less", picture.range().maxAcu() - proposed))
            .and("", Phrase.of("; max_connections follows max at the next reboot:"));
    return new Advice(text, picture.command(picture.min(), max));
  }

  /** What Database Insights and a global database ask for, ACU. */
  static double reserved(ScalingPicture picture) {
    boolean insights = picture.members().stream().anyMatch(member -> member.performanceInsights());
    boolean global = picture.cluster().blockers().stream().anyMatch(blocker -> blocker.startsWith("global database"));
    return global ? ScalingLimit.GLOBAL_MIN_ACU.value() : insights ? ScalingLimit.INSIGHTS_MIN_ACU.value() : 0;
  }

  /** Up to the next half ACU, the step in which RDS takes it. */
  private static double halves(double acu) {
    return Math.ceil(acu * 2 - 1e-9) / 2;
  }
}
