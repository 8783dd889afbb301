package io.auroraresponder.infra;

import io.auroraresponder.intake.AccountRegion;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.IntakeReason;
import io.auroraresponder.intake.IntakeResult;
import io.auroraresponder.intake.OwnAccount;
import io.auroraresponder.intake.RoutingTable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the functions' own code does with an event: the measure that the rules are held against. */
final class RoutingOracle {
  /** What no runbook looks into is told where somebody sends it; no rule does. */
  private static final Set<IntakeReason> SENT_BY_NO_RULE =
      Set.of(IntakeReason.ALARM_CONFIGURATION_CHANGE, IntakeReason.OTHER_API_CALL, IntakeReason.UNKNOWN_SHAPE);

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  private final Intake intake =
      new Intake(
          new EveryCluster(),
          new Intake.Settings(OwnAccount.ofTheEvent(new AccountRegion("111122223333", "eu-west-1")),
          Set.of("aurora-responder-remediation")),
          () -> NOW);

  /** The runbooks whose functions do not answer that the event belongs to another. */
  Set<String> atHome(String event) {
    Set<String> runbooks = new TreeSet<>();
    for (String runbook : RoutingTable.RUNBOOKS) {
      if (read(event, runbook).stream().noneMatch(RoutingOracle::belongsElsewhere)) {
        runbooks.add(runbook);
      }
    }
    return runbooks;
  }

  /** Whether the function that gets it opens or closes something, or tells people. */
  boolean matters(String event) {
    return atHome(event).stream().flatMap(runbook -> read(event, runbook).stream()).anyMatch(RoutingOracle::matters);
  }

  List<IntakeResult> read(String event, String runbook) {
    return intake.read(event, new Caller(runbook, "invocation-1")).results();
  }

  private static boolean matters(IntakeResult result) {
    return switch (result) {
      case IntakeResult.Opened opened -> true;
      case IntakeResult.Closed closed -> true;
      case IntakeResult.Ignored ignored -> !ignored.told().isEmpty() && !SENT_BY_NO_RULE.contains(ignored.reason());
      case IntakeResult.Rejected rejected -> !rejected.told().isEmpty();
    };
  }

  private static boolean belongsElsewhere(IntakeResult result) {
    return result instanceof IntakeResult.Ignored ignored && ignored.reason() == IntakeReason.BELONGS_TO_OTHER;
  }
}
