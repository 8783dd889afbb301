package io.auroraresponder.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.InMemoryTable;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.ledger.NoticeLog;
import io.auroraresponder.notify.Audience;
import io.auroraresponder.notify.Details;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.NoticeChannel;
import io.auroraresponder.notify.Reports;
import io.auroraresponder.notify.Shown;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.Story.LeaseState;
import io.auroraresponder.notify.UndeliveredException;
import io.auroraresponder.notify.slack.SlackChannel;
import io.auroraresponder.notify.slack.SlackClient;
import io.auroraresponder.notify.slack.SlackMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticeBoardTest {
  private static final String KEY = "111122223333/eu-west-1/orders-db";
  private static final String NO_LOOK = "\nNo look follows by itself: the next alarm, event or schedule of the cluster brings one.";
  private static final String WATCHED = NO_LOOK + " The lease is checked every minute.";
  private static final Deadline SOON = Deadline.after(Duration.ofSeconds(20));

  private Workspace slack = new Workspace();
  private final Clock clock = Clock.fixed(Reports.NOW.plusSeconds(30), ZoneOffset.UTC);
  private Optional<Story> now = Optional.empty();
  private NoticeBoard board = board(new SlackChannel(slack, Audience.DEFAULT, "#ops"));

  private NoticeBoard board(NoticeChannel... channels) {
    return new NoticeBoard(key -> now, new NoticeLog(new InMemoryTable(clock)), List.of(channels), Runnable::run, clock, length -> {});
  }

  @Test
  void oneMessageIsPostedEditedAndAnsweredToTheEnd() {
    tell(story(Report.State.OPEN, LeaseState.VERIFYING));
    tell(story(Report.State.OPEN, LeaseState.HELD, event(13, "helped", Severity.INFO)));
    tell(story(Report.State.RESOLVED, LeaseState.CLOSED, event(13, "helped", Severity.INFO), event(14, "given back", Severity.INFO)));

    assertThat(slack.messages).hasSize(1);
    assertThat(slack.only().text()).isEqualTo("*RESOLVED  orders-db: given back*");
    assertThat(slack.only().colour()).isEqualTo("#8a8f98");
    assertThat(slack.replies).extracting(SlackMessage::text)
        .containsExactly("orders-db: helped. Ledger entry 13, hash h13." + WATCHED,
        "orders-db: given back. Ledger entry 14, hash h14." + NO_LOOK);
    assertThat(slack.broadcasts).isEmpty();
  }

  @Test
  void leaseInTroubleIsSeenByTheWholeChannel() {
    tell(story(Report.State.OPEN, LeaseState.VERIFYING));
    tell(story(Report.State.OPEN, LeaseState.OVERDUE, event(13, "needs you", Severity.CRITICAL)));

    assertThat(slack.broadcasts).containsExactly("orders-db: needs you. Ledger entry 13, hash h13." + WATCHED);
    assertThat(slack.only().colour()).isEqualTo("#d92d20");
  }

  /** Nothing is broken, and yet nobody but a person ends it. */
  @Test
  void leaseThatWaitsForADecisionIsSeenByTheWholeChannelToo() {
    tell(story(Report.State.MITIGATED, LeaseState.HELD, event(13, "helped", Severity.INFO), event(14, "needs you", Severity.WARNING)));
    tell(story(Report.State.MITIGATED, LeaseState.HELD, event(13, "helped", Severity.INFO), event(14, "needs you", Severity.WARNING),
        event(15, "still needs you", Severity.WARNING)));

    assertThat(slack.broadcasts).containsExactly("orders-db: still needs you. Ledger entry 15, hash h15." + WATCHED);
    assertThat(slack.only().colour()).isEqualTo("#e8a317");
  }

  /** Nobody agreed, and users feel it as before. */
  @Test
  void proposalThatRanOutLeavesTheOpenIncidentAsItWas() {
    Story asked =
        new Story(Reports.refused(), Reports.NOW, LeaseState.NONE, List.of(), List.of(), Optional.empty(), Optional.empty(), List.of());
    tell(asked);
    SlackMessage before = slack.only();
    tell(new Story(asked.report(), asked.lookedAt(), asked.lease(), List.of(event(2, "voided", Severity.INFO)), List.of(), Optional.empty(),
        Optional.empty(), List.of()));

    assertThat(slack.only().json()).isEqualTo(before.json());
    assertThat(slack.only().colour()).isEqualTo("#d92d20");
    assertThat(slack.replies).extracting(SlackMessage::text).containsExactly("orders-db: voided. Ledger entry 2, hash h2." + NO_LOOK);
  }

  /** A message that stays green while another runbook finds the database gone would be a lie. */
  @Test
  void whatAnotherRunbookFindsCriticalIsSeenByTheWholeChannelOnceAndTurnsTheMessageRed() {
    Story helped = story(Report.State.MITIGATED, LeaseState.HELD, event(13, "helped", Severity.INFO));
    tell(helped);
    assertThat(slack.only().colour()).isEqualTo("#2e9d4c");
    Instant later = helped.events().getLast().at().plusSeconds(60);

    tell(beside(helped, later));
    tell(beside(helped, later.plusSeconds(60)));

    assertThat(slack.broadcasts).hasSize(1).first().asString().startsWith("*CRITICAL  orders-db is waiting, not working");
    assertThat(slack.only().colour()).isEqualTo("#d92d20");
    assertThat(slack.only().json().toString()).contains("*Now: orders-db is waiting, not working");
  }

  private static Story beside(Story story, Instant at) {
    return new Story(story.report(), story.lookedAt(), story.lease(), story.events(), story.entries(),
        Optional.of(new Story.Aside(Reports.refused(), at)), story.silence(), List.of());
  }

  @Test
  void deletedMessageIsPostedAnewOnce() {
    tell(story(Report.State.OPEN, LeaseState.VERIFYING));
    slack.messages.clear();
    tell(story(Report.State.OPEN, LeaseState.HELD, event(13, "helped", Severity.INFO)));
    tell(story(Report.State.OPEN, LeaseState.HELD, event(13, "helped", Severity.INFO)));

    assertThat(slack.messages).hasSize(1);
    assertThat(slack.only().text()).isEqualTo("*HELPED  orders-db: helped*");
    assertThat(slack.posts).isEqualTo(2);
  }

  /** Somebody who deletes it twice means it; a lease in trouble is told all the same. */
  @Test
  void messageThatIsDeletedAgainComesBackOnlyForWhatNeedsAPerson() {
    tell(story(Report.State.OPEN, LeaseState.VERIFYING));
    slack.messages.clear();
    tell(story(Report.State.OPEN, LeaseState.HELD, event(13, "helped", Severity.INFO)));
    slack.messages.clear();
    tell(story(Report.State.OPEN, LeaseState.HELD, event(13, "helped", Severity.INFO), event(14, "renewed", Severity.INFO)));

    assertThat(slack.posts).isEqualTo(2);

    tell(story(Report.State.OPEN, LeaseState.OVERDUE, event(13, "helped", Severity.INFO), event(14, "renewed", Severity.INFO),
        event(15, "needs you", Severity.CRITICAL)));

    assertThat(slack.posts).isEqualTo(3);
    assertThat(slack.only().text()).isEqualTo("*NEEDS YOU  orders-db: needs you*");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "shop         | names shop, where Slack does not let the bot in (not_in_channel). Its messages come here.",
    "Shop Team!   | names Shop Team!, which is no channel's id and no name without #. Its messages come here.",
    "@here <!all> | names @here &lt;!all&gt;, which is no channel's id and no name without #. Its messages come here.",
  })
  void tagThatNamesNoChannelLeadsToTheUsualOneAndIsSaidOnce(String tag, String remark) {
    slack.closed = "#shop";
    Story first = tagged(story(Report.State.OPEN, LeaseState.VERIFYING), tag);
    Story later = tagged(story(Report.State.OPEN, LeaseState.HELD, event(13, "helped", Severity.INFO)), tag);

    tell(first);
    tell(first);
    slack.messages.clear();
    tell(later);
    tell(later);

    assertThat(slack.places).containsOnly("#ops");
    assertThat(slack.only().text()).isEqualTo("*HELPED  orders-db: helped*");
    assertThat(slack.replies).extracting(SlackMessage::text).filteredOn(text -> text.contains("slack-channel")).singleElement().asString()
        .isEqualTo("The cluster's tag aurora-responder:slack-channel " + remark);
  }

  @Test
  void tagThatNamesAChannelLeadsThere() {
    tell(tagged(story(Report.State.OPEN, LeaseState.VERIFYING), "shop"));

    assertThat(slack.places).containsExactly("#shop");
    assertThat(slack.replies).isEmpty();
  }

  private static Story tagged(Story story, String channel) {
    Report report = story.report();
    Report tagged =
        new Report(
            report.incident(), report.state(), report.cluster()
            .map(state -> state.tagged(Map.of("aurora-responder:slack-channel", channel))),
            report.verdict(), report.findings(), report.gaps(), report.facts(), report.plan(), report.decision(), report.nextLook(),
            report.links(), report.timing(), report.series(), report.silence());
    return new Story(tagged, story.lookedAt(), story.lease(), story.events(), story.entries(), story.aside(), story.silence(), List.of(),
        story.question());
  }

  @Test
  void failingChannelBlocksNoOtherAndTheLastOneSaysSo() {
    NoticeChannel pager = new Silent();
    board = board(pager, new SlackChannel(slack, Audience.DEFAULT, "#ops"));
    now = Optional.of(story(Report.State.OPEN, LeaseState.NONE));

    NoticeBoard.Result result = board.update(KEY, Optional.empty(), "run", SOON);

    assertThat(result.channels()).containsExactly("slack");
    assertThat(result.failed()).containsExactly("pager: 429");
    assertThat(slack.only().json().toString()).contains("PagerDuty: not delivered since 10:16 UTC (429)");
  }

  /** Each of them is told only when the other is, too: one after the other, neither would ever be. */
  @Test
  void channelsAreToldAtTheSameTime() {
    CyclicBarrier together = new CyclicBarrier(2);
    now = Optional.of(story(Report.State.OPEN, LeaseState.NONE));
    NoticeBoard atOnce =
        new NoticeBoard(key -> now, new NoticeLog(new InMemoryTable(clock)), List.of(new Waiting("one", together),
            new Waiting("other", together)), task -> Thread.ofVirtual().start(task), clock, length -> {});

    assertThat(atOnce.update(KEY, Optional.empty(), "run", SOON).channels()).containsExactly("one", "other");
  }

  /** Takes its message when as many others do. */
  private record Waiting(String word, CyclicBarrier others) implements NoticeChannel {
    @Override
    public String spoken() {
      return word;
    }

    @Override
    public void test(Instant at, Deadline deadline) {
      throw new IllegalStateException("nobody tests it");
    }

    @Override
    public Optional<Step> next(Story story, Shown shown, Instant at) {
      return shown.isSent() ? Optional.empty() : Optional.of(deadline -> {
        try {
          var unused = others.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
          throw new UndeliveredException(word, "alone", true, Optional.empty());
        }
        return shown.looked(story).showing("", "", at, "told");
      });
    }
  }

  @Test
  void nothingIsPostedOfWhatIsOverOrSilenced() {
    tell(story(Report.State.RESOLVED, LeaseState.NONE));
    Story loud = story(Report.State.OPEN, LeaseState.NONE);
    tell(new Story(
        loud.report(), loud.lookedAt(), loud.lease(), loud.events(), loud.entries(), Optional.empty(),
        Optional.of(new Report.Silence(clock.instant().plusSeconds(60), "AIDA:ann", "maintenance")), List.of()));

    assertThat(slack.messages).isEmpty();
  }

  private static Story silenced(Story story, Instant until) {
    return new Story(story.report(), story.lookedAt(), story.lease(), story.events(), story.entries(), story.aside(),
        Optional.of(new Report.Silence(until, "AIDA:ann", "maintenance")), List.of());
  }

  private static Story judged(Severity severity, int minute) {
    Story story = story(Report.State.OPEN, LeaseState.NONE);
    Report report = story.report();
    Report.Verdict verdict = report.verdict();
    Report worse = Reports.parts(new Report.Verdict(verdict.headline(), verdict.impact(), severity, verdict.cause(), List.of()), List.of(),
        List.of(), Optional.empty(), Reports.refused().decision()).of(report.incident()).in(Report.State.OPEN);
    return new Story(worse, Reports.NOW.plusSeconds(minute * 60L), LeaseState.NONE, List.of(), List.of(), Optional.empty(),
        Optional.empty(), List.of());
  }

  /** Said in the middle of an incident: the message is edited, and whoever was not called then is called when it is over. */
  @Test
  void silenceHoldsBackTheCallForAWorseLookUntilItIsOver() {
    tell(judged(Severity.WARNING, 0));
    Story worse = judged(Severity.CRITICAL, 1);
    tell(silenced(worse, clock.instant().plusSeconds(600)));
    tell(silenced(worse, clock.instant().plusSeconds(600)));

    assertThat(slack.broadcasts).isEmpty();
    assertThat(slack.only().text()).startsWith("*CRITICAL");
    assertThat(slack.only().json().toString()).contains("_Silenced until");

    tell(worse);
    tell(worse);
    assertThat(slack.broadcasts).singleElement().asString().startsWith("*CRITICAL");
    assertThat(slack.posts).isEqualTo(1);
  }

  /** One message an incident: it stays where people read it first. */
  @Test
  void tagThatChangesMeanwhileMovesNoMessage() {
    tell(tagged(story(Report.State.OPEN, LeaseState.VERIFYING), "shop"));
    tell(tagged(story(Report.State.OPEN, LeaseState.HELD, event(13, "helped", Severity.INFO)), "billing"));
    tell(story(Report.State.OPEN, LeaseState.HELD, event(13, "helped", Severity.INFO), event(14, "renewed", Severity.INFO)));

    assertThat(slack.places).containsExactly("#shop");
    assertThat(slack.only().text()).startsWith("*RENEWED");
    assertThat(slack.replies).hasSize(2);
  }

  /** An answer counts from the deployment's own channel alone, whatever the tag says by now. */
  @Test
  void buttonsStandWhereTheMessageIsAndNotWhereTheTagPointsByNow() {
    board = board(new SlackChannel(slack, Audience.DEFAULT, "#ops", 64));
    tell(tagged(asked(), "shop"));
    tell(asked());
    assertThat(slack.only().json().toString()).as("in the channel of the tag that was").doesNotContain("Approve");

    slack = new Workspace();
    board = board(new SlackChannel(slack, Audience.DEFAULT, "#ops", 64));
    tell(asked());
    assertThat(slack.only().json().toString()).contains("Approve");
    tell(tagged(asked(), "shop"));
    assertThat(slack.only().json().toString()).as("in the own channel all the time").contains("Approve");

    slack = new Workspace();
    slack.closed = "#shop";
    board = board(new SlackChannel(slack, Audience.DEFAULT, "#ops", 64));
    tell(tagged(asked(), "shop"));
    assertThat(slack.only().json().toString()).as("in the own channel, since the tag's lets nobody in").contains("Approve");
  }

  private Story asked() {
    Story plain = story(Report.State.OPEN, LeaseState.NONE);
    Story.Question question = new Story.Question("ab".repeat(32), ScalingRange.of(0.5, 8), ScalingRange.of(0.5, 12),
        clock.instant().plusSeconds(600));
    return new Story(plain.report(), plain.lookedAt(), plain.lease(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(),
        Optional.of(question));
  }

  @Test
  void silenceHoldsNothingBackThatNeedsAPersonNow() {
    Story forked = story(Report.State.OPEN, LeaseState.NONE, event(13, "the chain is forked", Severity.CRITICAL));
    tell(new Story(
        forked.report(), forked.lookedAt(), forked.lease(), forked.events(), forked.entries(), Optional.empty(),
        Optional.of(new Report.Silence(clock.instant().plusSeconds(60), "AIDA:ann", "maintenance")), List.of()));

    assertThat(slack.messages).hasSize(1);
  }

  /** Neither a lease in trouble nor what stopped it, nor a forked ledger. */
  @Test
  void silenceHoldsNothingBackThatStoppedALease() {
    tell(story(Report.State.OPEN, LeaseState.VERIFYING));
    Optional<Report.Silence> quiet = Optional.of(new Report.Silence(clock.instant().plusSeconds(6000), "AIDA:ann", "maintenance"));
    List<Story.Event> events = new ArrayList<>();
    for (Story.Event event : List.of(event(3, "helped", Severity.INFO), event(4, "paused", Severity.WARNING),
        event(5, "fork", Severity.CRITICAL), event(6, "needs you", Severity.WARNING), event(7, "renewed", Severity.INFO))) {
      events.add(event);
      Story loud = story(Report.State.OPEN, LeaseState.HELD, events.toArray(Story.Event[]::new));
      tell(new Story(loud.report(), loud.lookedAt(), loud.lease(), loud.events(), List.of(), Optional.empty(), quiet, List.of()));
    }

    assertThat(slack.replies).extracting(SlackMessage::text).hasSize(3).allMatch(text -> text.contains("_Silenced until"))
        .noneMatch(text -> text.contains("helped") || text.contains("renewed"));
  }

  /** A schedule's incident is closed with its answer, often before the notification function reads it. */
  @Test
  void findingThatNoAlarmSpokeOfIsToldThoughItsIncidentIsClosed() {
    Story alarmed = story(Report.State.RESOLVED, LeaseState.NONE);
    Incident seen = alarmed.report().incident();
    Signal daily = new Signal("schedule", "e-1", "daily-backup-check", "", seen.signal().at());
    Incident scheduled =
        new Incident(seen.id(), seen.key(), seen.cluster(), seen.account(), seen.region(), "backup", "", "", seen.openedAt(), daily);
    Report report = Reports.parts(alarmed.report().verdict(), List.of(), List.of(), Optional.empty(), Reports.refused().decision())
        .of(scheduled).in(Report.State.RESOLVED);

    tell(Story.of(report));
    tell(Story.of(report));

    assertThat(slack.posts).isEqualTo(1);
    assertThat(slack.only().text()).startsWith("*CRITICAL  orders-db is out of capacity");
  }

  @Test
  void newsOfNoIncidentAreToldOnce() {
    News news = new News("orders-db", News.NO_INCIDENT, "not handled", Severity.WARNING, Phrase.of("x of orders-db"), Reports.NOW,
        List.of(),
        0, "");

    var unused = List.of(board.announce(news, "d1", "a", SOON), board.announce(news, "d1", "b", SOON));

    assertThat(slack.only().text()).isEqualTo("*WARNING  x of orders-db*" + NO_LOOK);
    assertThat(slack.posts).isEqualTo(1);
  }

  /** An edit notifies nobody: what people read as over is not turned back behind their eyes. */
  @Test
  void incidentThatGoesOnAfterItsMessageSaidThatItIsOverIsPostedAnewAndTheOldThreadSaysSo() {
    tell(story(Report.State.OPEN, LeaseState.VERIFYING));
    tell(story(Report.State.RESOLVED, LeaseState.CLOSED, event(13, "given back", Severity.INFO)));
    tell(story(Report.State.OPEN, LeaseState.NONE, event(13, "given back", Severity.INFO)));
    tell(story(Report.State.OPEN, LeaseState.NONE, event(13, "given back", Severity.INFO)));

    assertThat(slack.posts).isEqualTo(2);
    assertThat(slack.messages.values()).extracting(SlackMessage::text).satisfiesExactly(
        former -> assertThat(former).startsWith("*RESOLVED"), anew -> assertThat(anew).doesNotContain("RESOLVED"));
    assertThat(slack.replies.getLast().text()).isEqualTo("It goes on after all: a new message of this channel tells how it is.");
    assertThat(slack.replies).hasSize(2);
  }

  /**
   * Slack that refuses blocks, loses messages, closes channels and fails, in any order: each call tries what there is, nothing is said
   * twice in a thread, and when it takes messages again the channel shows how it is.
   */
  @Property(seed = "20261206", tries = 300)
  void afterAnySeriesOfSlacksErrorsTheChannelShowsHowItIs(@ForAll long seed) {
    slack = new Workspace();
    board = board(new SlackChannel(slack, Audience.DEFAULT, "#ops"));
    Random random = new Random(seed);
    List<Story> versions = versions(random);
    int deleted = 0;
    for (Story version : versions) {
      now = Optional.of(version);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        slack.failing = random.nextInt(4) == 0;
        slack.refusing = random.nextInt(4) == 0 ? List.of("invalid_blocks", "msg_too_long", "invalid_attachments").get(random.nextInt(3))
            : "";
        slack.closed = random.nextInt(4) == 0 ? "#ops" : "";
        if (random.nextInt(5) == 0 && !slack.messages.isEmpty()) {
          slack.messages.clear();
          deleted++;
        }
        var unused = board.update(KEY, Optional.empty(), "run" + i, SOON);
      }
    }
    slack.failing = false;
    slack.refusing = "";
    slack.closed = "";
    Story last = versions.getLast();
    boolean there = !slack.messages.isEmpty();

    assertThat(board.update(KEY, Optional.empty(), "end", SOON).failed()).isEmpty();
    int posts = slack.posts;
    assertThat(board.update(KEY, Optional.empty(), "again", SOON).failed()).isEmpty();

    assertThat(slack.posts).as("told once more though nothing changed").isEqualTo(posts).isLessThanOrEqualTo(1 + deleted);
    assertThat(slack.replies.stream().map(SlackMessage::text).filter(text -> text.contains("Ledger entry"))).doesNotHaveDuplicates();
    if (there || (deleted == 0 && !last.isOver())) {
      assertThat(slack.only().text()).startsWith(SlackMessage.of(last, Details.NAMES).text());
    }
  }

  /** Whatever comes twice, late, in another order or while Slack fails: in the end it is as if all had come in order. */
  @Property(seed = "20261203", tries = 300)
  void deliveriesInAnyOrderEndInTheSameThread(@ForAll long seed) {
    slack = new Workspace();
    board = board(new SlackChannel(slack, Audience.DEFAULT, "#ops"));
    Random random = new Random(seed);
    List<Story> versions = versions(random);
    for (Story version : versions) {
      now = Optional.of(version);
      // Between none and three deliveries of each change, some of them while Slack refuses.
      for (int i = random.nextInt(4); i > 0; i--) {
        slack.failing = random.nextInt(3) == 0;
        var unused = board.update(KEY, Optional.empty(), "run" + random.nextInt(3), SOON);
      }
    }
    slack.failing = false;
    int posted = slack.posts;
    Story last = versions.getLast();

    assertThat(board.update(KEY, Optional.empty(), "end", SOON).failed()).isEmpty();
    var again = board.update(KEY, Optional.empty(), "again", SOON);

    assertThat(again.failed()).isEmpty();
    assertThat(slack.posts).isLessThanOrEqualTo(Math.max(1, posted));
    if (slack.posts > 0) {
      assertThat(slack.only().json()).isEqualTo(SlackMessage.of(last, Details.NAMES).json());
    } else {
      assertThat(last.isOver()).isTrue();
    }
    assertThat(slack.replies.stream().map(SlackMessage::text).filter(text -> text.contains("Ledger entry"))).doesNotHaveDuplicates();
  }

  private static List<Story> versions(Random random) {
    List<Story> versions = new ArrayList<>();
    List<Story.Event> events = new ArrayList<>();
    versions.add(story(Report.State.OPEN, LeaseState.VERIFYING));
    for (int seq = 13; seq < 13 + random.nextInt(4); seq++) {
      events.add(event(seq, "step " + seq, random.nextInt(4) == 0 ? Severity.CRITICAL : Severity.INFO));
      versions.add(story(Report.State.OPEN, LeaseState.HELD, events.toArray(Story.Event[]::new)));
    }
    if (random.nextBoolean()) {
      versions.add(story(Report.State.RESOLVED, LeaseState.CLOSED, events.toArray(Story.Event[]::new)));
    }
    return versions;
  }

  private void tell(Story story) {
    now = Optional.of(story);
    assertThat(board.update(KEY, Optional.empty(), "run", SOON).failed()).isEmpty();
  }

  private static Story story(Report.State state, LeaseState lease, Story.Event... events) {
    return new Story(Reports.applied().in(state), Reports.NOW, lease, List.of(events), List.of(), Optional.empty(), Optional.empty(),
        List.of());
  }

  private static Story.Event event(long seq, String kind, Severity severity) {
    return new Story.Event(
        seq, "h" + seq, kind, severity, Phrase.of("orders-db: " + kind), Reports.NOW.plusSeconds(seq * 60), List.of(), "lease-7f3a");
  }

  /** A channel whose other side always asks to come later. */
  private static final class Silent implements NoticeChannel {
    @Override
    public String word() {
      return "pager";
    }

    @Override
    public String spoken() {
      return "PagerDuty";
    }

    @Override
    public void test(Instant at, Deadline deadline) {
      throw refused();
    }

    @Override
    public Optional<Step> next(Story story, Shown shown, Instant at) {
      return Optional.of(deadline -> {
        throw refused();
      });
    }

    private static UndeliveredException refused() {
      return new UndeliveredException("PagerDuty", "429", true, Optional.empty());
    }
  }

  /** Slack in memory: one channel, messages by their time stamp. */
  private static final class Workspace implements SlackClient {
    private final Map<String, SlackMessage> messages = new LinkedHashMap<>();
    private final List<SlackMessage> replies = new ArrayList<>();
    private final List<String> broadcasts = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private String closed = "";
    private String refusing = "";
    private boolean failing;
    private int posts;

    @Override
    public boolean edits() {
      return true;
    }

    @Override
    public Sent post(String channel, SlackMessage message, Deadline deadline) {
      fail();
      if (channel.equals(closed)) {
        throw new GoneException("not_in_channel");
      }
      refuse(message);
      posts++;
      places.add(channel);
      messages.put("1." + posts, message);
      return new Sent("C0123456789", "1." + posts);
    }

    @Override
    public void edit(Sent earlier, SlackMessage message, Deadline deadline) {
      fail();
      known(earlier);
      refuse(message);
      messages.put(earlier.message(), message);
    }

    @Override
    public void reply(Sent to, SlackMessage message, boolean broadcast, Deadline deadline) {
      fail();
      known(to);
      replies.add(message);
      if (broadcast) {
        broadcasts.add(message.text());
      }
    }

    private void known(Sent sent) {
      if (!messages.containsKey(sent.message())) {
        throw new GoneException("message_not_found");
      }
    }

    /** What Slack has against blocks it has not against a line. */
    private void refuse(SlackMessage message) {
      if (!refusing.isEmpty() && !message.blocks().isEmpty()) {
        throw new UndeliveredException("Slack", refusing, false, Optional.empty());
      }
    }

    private void fail() {
      if (failing) {
        throw new UndeliveredException("Slack", "503", true, Optional.empty());
      }
    }

    SlackMessage only() {
      assertThat(messages).hasSize(1);
      return messages.values().iterator().next();
    }
  }
}
