package io.auroraresponder.runbook;

import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many vCPUs a member has now: a serverless one by its capacity, a provisioned one by its class. */
public final class Vcpu {
  /** {@code db.r6g.4xlarge} has four times the four vCPUs of {@code xlarge} (Aurora User Guide, DB instance classes). */
  private static final Pattern MULTIPLE = Pattern.compile("db[.][a-z0-9-]+[.](\\d{1,2})xlarge");

  private static final int OF_XLARGE = 4;
  private static final int BELOW_XLARGE = 2;

  private Vcpu() {}

  /** Unavailable, with the reason, where neither capacity nor class tells. */
  public static Reading<Double> of(Member member, MemberMinutes minutes) {
    if (member.serverless()) {
      return minutes.recent(Metric.CAPACITY, 1).map(acu -> acu * ScalingRange.VCPU_PER_ACU);
    }
    String type = member.instanceClass();
    Matcher multiple = MULTIPLE.matcher(type);
    if (multiple.matches()) {
      return Reading.known((double) OF_XLARGE * Integer.parseInt(multiple.group(1)), minutes.now());
    }
    if (type.endsWith(".xlarge")) {
      return Reading.known((double) OF_XLARGE, minutes.now());
    }
    boolean small = type.endsWith(".large") || type.endsWith(".medium");
    return small ? Reading.known((double) BELOW_XLARGE, minutes.now())
        : Reading.unavailable("the instance class " + (type.isBlank() ? "of " + member.id() : type) + " is not known");
  }
}
