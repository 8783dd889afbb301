package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.lab.people.Fault;
import io.auroraresponder.lab.people.PagerDutyServer;
import io.auroraresponder.notify.Audience;
import io.auroraresponder.notify.Details;
import io.auroraresponder.notify.NoticeChannel;
import io.auroraresponder.notify.Shown;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.Story.LeaseState;
import io.auroraresponder.notify.UndeliveredException;
import io.auroraresponder.notify.WebCall;
import io.auroraresponder.notify.pager.PagerChannel;
import io.auroraresponder.notify.pager.PagerDuty;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is woken, by what, and who lets them sleep again: the pager's channel against PagerDuty on this machine. */
class PagingTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:15:30Z");
  private static final String INCIDENT = "i1";
  private static final String LEASE = "i1/lease";

  private final PagerDutyServer server = new PagerDutyServer(Clock.fixed(AT, ZoneOffset.UTC));
  private final PagerDuty pager = new PagerDuty(new WebCall(length -> {}), server.address(), () -> PagerDutyServer.ROUTING_KEY);
  private final NoticeChannel ofIncident = PagerChannel.ofIncident(pager, Audience.DEFAULT);
  private final NoticeChannel ofLease = PagerChannel.ofLease(pager, Audience.DEFAULT);
  private Shown incident = Shown.NOTHING;
  private Shown lease = Shown.NOTHING;

  @AfterEach
  void close() {
    server.close();
  }

  private void tell(Story story) {
    incident = rest(ofIncident, story, incident);
    lease = rest(ofLease, story, lease);
  }

  private static Shown rest(NoticeChannel channel, Story story, Shown before) {
    Shown shown = before;
    for (int i = 0; i < 5; i++) {
      Optional<NoticeChannel.Step> next = channel.next(story, shown, AT.plusSeconds(60));
      if (next.isEmpty()) {
        return shown;
      }
      shown = next.get().take(Deadline.after(Duration.ofSeconds(10)));
    }
    throw new IllegalStateException(channel.word() + " never comes to rest");
  }

  private static Story story(Report.State state, LeaseState lease, int minute, Severity severity, Story.Event... events) {
    Report report = Reports.report("load-growth", List.of(), "raise-max", "applied", List.of());
    Report.Verdict verdict =
        new Report.Verdict(Phrase.of("orders-db is slow"), Phrase.EMPTY, severity, report.verdict().cause(), List.of());
    Report judged =
        new Report(
            report.incident(), state, report.cluster(), verdict, report.findings(), report.gaps(), report.facts(), report.plan(),
            report.decision(), report.nextLook(), report.links(), report.timing());
    return new Story(
        judged, AT.plusSeconds(minute * 60L), lease, List.of(events), List.of(), Optional.empty(), Optional.empty(), List.of());
  }

  private static Story.Event event(long seq, Severity severity) {
    return new Story.Event(seq, "ab", "step", severity, Phrase.of("orders-db: lease news"), AT.plusSeconds(seq * 60), List.of(), "l1");
  }

  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    server.taken().forEach(taken -> sent.add(taken.event().get("dedup_key").getAsString() + " "
        + taken.event().get("event_action").getAsString()
        + (taken.event().has("payload") ? " " + taken.event().getAsJsonObject("payload").get("severity").getAsString() : "")));
    return sent;
  }

  @Test
  void criticalPagesOnceAndEndsWhenTheAlarmIsOkAndTheRaiseHasHelped() {
    tell(story(Report.State.OPEN, LeaseState.VERIFYING, 0, Severity.CRITICAL));
    tell(story(Report.State.OPEN, LeaseState.VERIFYING, 0, Severity.CRITICAL));
    tell(story(Report.State.MITIGATED, LeaseState.VERIFYING, 0, Severity.CRITICAL));
    assertThat(server.alerts()).containsEntry(INCIDENT, "triggered");

    tell(story(Report.State.MITIGATED, LeaseState.HELD, 0, Severity.CRITICAL, event(1, Severity.INFO)));

    assertThat(sent()).containsExactly("i1 trigger critical", "i1 resolve");
  }

  @Test
  void warningWakesNobodyAndAWorseLookDoes() {
    tell(story(Report.State.OPEN, LeaseState.NONE, 0, Severity.WARNING));
    assertThat(sent()).isEmpty();

    tell(story(Report.State.OPEN, LeaseState.NONE, 10, Severity.CRITICAL));

    assertThat(sent()).containsExactly("i1 trigger critical");
  }

  @Test
  void worseSeverityIsTriggeredOnPurposeWhereWarningsPageToo() {
    NoticeChannel eager = PagerChannel.ofIncident(pager, new Audience(Severity.INFO, Severity.WARNING, Details.NAMES, Details.NAMES));
    Shown shown = rest(eager, story(Report.State.OPEN, LeaseState.NONE, 0, Severity.WARNING), Shown.NOTHING);
    var unused = rest(eager, story(Report.State.OPEN, LeaseState.NONE, 10, Severity.CRITICAL), shown);

    assertThat(sent()).containsExactly("i1 trigger warning", "i1 trigger critical");
  }

  /** An alert that rings already tells of nothing new in a silence, and does when that is over. */
  @Test
  void worseSeverityWaitsForTheEndOfASilence() {
    NoticeChannel eager = PagerChannel.ofIncident(pager, new Audience(Severity.INFO, Severity.WARNING, Details.NAMES, Details.NAMES));
    Shown ringing = rest(eager, story(Report.State.OPEN, LeaseState.NONE, 0, Severity.WARNING), Shown.NOTHING);
    Story worse = story(Report.State.OPEN, LeaseState.NONE, 10, Severity.CRITICAL);
    Story quiet = new Story(worse.report(), worse.lookedAt(), worse.lease(), List.of(), List.of(), Optional.empty(),
        Optional.of(new Report.Silence(AT.plusSeconds(3600), "ann", "deploy")), List.of());

    Shown still = rest(eager, quiet, ringing);
    assertThat(sent()).containsExactly("i1 trigger warning");
    var unused = rest(eager, worse, still);
    assertThat(sent()).containsExactly("i1 trigger warning", "i1 trigger critical");
  }

  @Test
  void leaseThatNeedsAPersonIsAnAlertOfItsOwn() {
    tell(story(Report.State.OPEN, LeaseState.VERIFYING, 0, Severity.CRITICAL));
    tell(story(Report.State.MITIGATED, LeaseState.RETURNING, 0, Severity.CRITICAL, event(1, Severity.CRITICAL)));
    assertThat(server.alerts()).containsEntry(INCIDENT, "resolved").containsEntry(LEASE, "triggered");

    tell(story(Report.State.RESOLVED, LeaseState.CLOSED, 0, Severity.CRITICAL, event(1, Severity.CRITICAL), event(2, Severity.INFO)));

    assertThat(server.alerts()).containsEntry(LEASE, "resolved");
  }

  @Test
  void priceOfALeaseNeverPages() {
    tell(story(Report.State.MITIGATED, LeaseState.OVERDUE, 0, Severity.WARNING, event(1, Severity.WARNING)));

    assertThat(sent()).isEmpty();
  }

  @Test
  void incidentThatFiresAgainRingsAgainUnderTheSameKey() {
    tell(story(Report.State.OPEN, LeaseState.NONE, 0, Severity.CRITICAL));
    tell(story(Report.State.MITIGATED, LeaseState.HELD, 0, Severity.CRITICAL));
    tell(story(Report.State.OPEN, LeaseState.HELD, 0, Severity.CRITICAL));
    assertThat(sent()).as("no look was made since").hasSize(2);

    tell(story(Report.State.OPEN, LeaseState.HELD, 20, Severity.CRITICAL));

    assertThat(sent()).containsExactly("i1 trigger critical", "i1 resolve", "i1 trigger critical");
  }

  @Test
  void personsOrderAcknowledges() {
    Story open = story(Report.State.OPEN, LeaseState.VERIFYING, 0, Severity.CRITICAL);
    tell(open);
    Story.Entry order = new Story.Entry(5, "", "ab", AT.plusSeconds(300), "ORDERED", "{}");
    tell(new Story(
        open.report(), open.lookedAt(), open.lease(), open.events(), List.of(order), Optional.empty(), Optional.empty(), List.of()));

    assertThat(server.alerts()).containsEntry(INCIDENT, "acknowledged");
  }

  @Test
  void silenceKeepsNewAlertsBackButNotThatOfALease() {
    Story open = story(Report.State.OPEN, LeaseState.HELD, 0, Severity.CRITICAL);
    Optional<Report.Silence> quiet = Optional.of(new Report.Silence(AT.plusSeconds(3600), "ann", "deploy"));
    tell(new Story(open.report(), open.lookedAt(), open.lease(), List.of(), List.of(), Optional.empty(), quiet, List.of()));
    assertThat(sent()).isEmpty();

    tell(new Story(
        open.report(), open.lookedAt(), open.lease(), List.of(event(1, Severity.CRITICAL)), List.of(), Optional.empty(), quiet, List.of()));

    assertThat(server.alerts()).containsKey(LEASE);
  }

  @Test
  void whatPagerDutyDidNotTakeIsSentByTheNextDelivery() {
    Story open = story(Report.State.OPEN, LeaseState.NONE, 0, Severity.CRITICAL);
    server.next(new Fault.RateLimited(Duration.ofSeconds(60)));

    NoticeChannel.Step step = ofIncident.next(open, incident, AT).orElseThrow();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> step.take(Deadline.after(Duration.ofSeconds(5))))
        .isInstanceOf(UndeliveredException.class).hasMessageContaining("429");
    tell(open);

    assertThat(sent()).containsExactly("i1 trigger critical");
  }
}
