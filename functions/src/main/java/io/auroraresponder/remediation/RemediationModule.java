package io.auroraresponder.remediation;

import io.auroraresponder.remediation.guard.GuardRails;

/**
 * Everything that acts, put together once a container.
 *
 * @param decider decides wishes
 * @param keeper the sweep: it takes what people say, and every cluster forward
 * @param recorded hears what CloudTrail says of ranges that were set
 */
public record RemediationModule(PlanDecider decider, LeaseKeeper keeper, RecordedRanges recorded) {

  public static RemediationModule open(RemediationPorts ports, RemediationSettings settings) {
    LeaseThresholds thresholds = settings.thresholds();
    GuardRails rails = new GuardRails(settings.times().clockSkew(), thresholds.oscillation(), thresholds.ceilingRatio());
    LeaseWords words = new LeaseWords(new Commands());
    OutcomeSteps outcomes = new OutcomeSteps(settings, words);
    Fleet fleet = new Fleet(ports, settings);
    ClusterReader reader = new ClusterReader(ports, settings, fleet);
    Remediator remediator = new Remediator(ports, settings, reader, outcomes, fleet);
    OrderSteps orders = new OrderSteps(settings, words);
    LeaseKeeper keeper =
        new LeaseKeeper(ports, reader, new NextStep(settings, rails, outcomes, orders, words), orders, outcomes,
            new SlackAnswerSteps(settings.slack(), words), remediator, fleet);
    return new RemediationModule(
        new PlanDecider(ports, settings, rails, reader, remediator, keeper, fleet), keeper,
        new RecordedRanges(ports, settings, keeper, words));
  }
}
