package io.auroraresponder.remediation;

import io.auroraresponder.remediation.guard.GuardRails;

/**
 * Everything that acts, put together once a container.
 *
 * @param desk decides plans
 * @param keeper the sweep
 * @param operators what people ask for by hand
 */
public record RemediationOffice(RemediationDesk desk, LeaseKeeper keeper, OperatorDesk operators) {

  public static RemediationOffice open(RemediationPorts ports, RemediationSettings settings) {
    LeaseThresholds thresholds = settings.thresholds();
    GuardRails rails = new GuardRails(settings.times().clockSkew(), thresholds.oscillation(), thresholds.ceilingRatio());
    LeaseWords words = new LeaseWords(new Commands(settings.functionName()));
    Settling settling = new Settling(settings, words);
    Watch watch = new Watch(ports, settings);
    Remediator remediator = new Remediator(ports, settings, watch, settling);
    LeaseKeeper keeper = new LeaseKeeper(ports.ledger(), watch, new NextStep(settings, rails, settling, words), remediator);
    return new RemediationOffice(
        new RemediationDesk(ports, settings, rails, watch, remediator, keeper), keeper,
        new OperatorDesk(ports, settings, watch, keeper, words));
  }
}
