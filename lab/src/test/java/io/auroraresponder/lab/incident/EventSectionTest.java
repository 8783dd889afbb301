package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.ParsedEvent;
import io.auroraresponder.lab.account.BadFileException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Each form in a few words is read by the responder as the event that it stands for. */
class EventSectionTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");

  private static ParsedEvent read(String event) {
    String yaml = "title: x\nworld: {clusters: {}, now: 2026-11-24T10:15:30Z}\nevent: " + event + "\nexpect: {}\n";
    return Intake.notices(IncidentFile.parse("x.yaml", yaml).script().event(), Caller.any("test"), NOW).getFirst();
  }

  @Test
  void writesAnRdsEventOut() {
    ParsedEvent notice = read("{rds: RDS-EVENT-0071, cluster: orders-db, message: Completed failover, categories: [failover], at: -5h}");

    assertThat(notice).isInstanceOfSatisfying(ParsedEvent.Rds.class, rds -> {
      assertThat(rds.eventId()).isEqualTo("RDS-EVENT-0071");
      assertThat(rds.signal().shape()).isEqualTo("eventbridge-rds-cluster");
      assertThat(rds.signal().at()).isEqualTo(NOW.minus(Duration.ofHours(5)));
    });
    assertThat(read("{rds: RDS-EVENT-0035, instance: orders-db-1, message: bad}").signal().shape()).isEqualTo("eventbridge-rds-instance");
    assertThat(read("{rds: RDS-EVENT-0169, snapshot: \"rds:orders-db-2026-11-24-02-40\", message: done}").signal().shape())
        .isEqualTo("eventbridge-rds-cluster-snapshot");
  }

  @Test
  void writesASchedulesEventOut() {
    assertThat(read("{schedule: weekly-scaling-check, cluster: orders-db, runbook: scaling}"))
        .isInstanceOfSatisfying(ParsedEvent.Schedule.class, schedule -> {
          assertThat(schedule.schedule()).isEqualTo("weekly-scaling-check");
          assertThat(schedule.runbook()).isEqualTo("scaling");
        });
  }

  @Test
  void writesOutWhatCloudTrailTellsOfAChange() {
    assertThat(read("{modified: orders-db, by: \"arn:aws:sts::111122223333:assumed-role/deploy/x\", min: 0.5, max: 4, at: -12m}"))
        .isInstanceOfSatisfying(ParsedEvent.RangeChange.class, change -> {
          assertThat(change.signal().source()).contains("deploy");
          assertThat(change.signal().at()).isEqualTo(NOW.minus(Duration.ofMinutes(12)));
        });
  }

  @Test
  void asksByHandForOneRunbook() {
    assertThat(read("{byHand: orders-db, runbook: backup}"))
        .isInstanceOfSatisfying(ParsedEvent.ByHand.class, order -> assertThat(order.runbook()).isEqualTo("backup"));
  }

  @Test
  void namesThePlaceOfWhatItCannotUse() {
    assertThatThrownBy(() -> read("{rds: RDS-71, cluster: a, message: x}")).isInstanceOf(BadFileException.class)
        .hasMessageContaining("RDS-EVENT-0071");
    assertThatThrownBy(() -> read("{rds: RDS-EVENT-0071, message: x}")).isInstanceOf(BadFileException.class)
        .hasMessageContaining("'cluster', 'instance' or 'snapshot'");
    assertThatThrownBy(() -> read("{byHand: a, runbook: magic}")).isInstanceOf(BadFileException.class).hasMessageContaining("slow-queries");
    assertThatThrownBy(() -> read("{modified: a, by: me, min: few, max: 4}")).isInstanceOf(BadFileException.class)
        .hasMessageContaining("expected ACUs");
  }
}
