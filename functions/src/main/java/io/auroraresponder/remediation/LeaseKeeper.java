package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryMessage;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.Ledger.Written;
import io.auroraresponder.ledger.OperatorRecords;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.ledger.Run;
import io.auroraresponder.ledger.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way back: every minute each head with something open is taken forward, one step after the other, until nothing is to be done.
 *
 * <p>Each step is decided from what is read just then, so that a sweep that is lost, late or doubled changes when and never what.
 */
public final class LeaseKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  /** More steps than any chain of transitions without an effect has; the rest is for the next sweep. */
  private static final int STEPS = 8;

  /** The sweep comes each minute, and may be late by half of one. */
  private static final Duration JUST_LIFTED = Duration.ofSeconds(90);

  /** Minutes that were not published yet when the entry before was written (CloudWatch settles within them). */
  private static final Duration SETTLE = Duration.ofMinutes(5);

  /** As long as a proposal stands and an answer to it is heard of, with time to spare. */
  private static final Duration PROPOSED_LATELY = Duration.ofHours(1);

  private final RemediationPorts ports;
  private final Ledger ledger;
  private final ClusterReader reader;
  private final NextStep nextStep;
  private final OrderSteps orders;
  private final OutcomeSteps outcomes;
  private final SlackAnswerSteps answers;
  private final Remediator remediator;
  private final Fleet fleet;

  LeaseKeeper(
      RemediationPorts ports, ClusterReader reader, NextStep nextStep, OrderSteps orders, OutcomeSteps outcomes, SlackAnswerSteps answers,
      Remediator remediator, Fleet fleet) {
    this.fleet = fleet;
    this.ports = ports;
    this.ledger = ports.ledger();
    this.reader = reader;
    this.nextStep = nextStep;
    this.orders = orders;
    this.outcomes = outcomes;
    this.answers = answers;
    this.remediator = remediator;
  }

  /**
   * What a sweep did.
   *
   * @param heads that are there
   * @param unread that could not be read
   * @param left that its time did not reach
   * @param failed whose cluster ended in an exception of ours: the others went on
   * @param told news sent
   * @param unsent news that could not be sent for ten minutes
   * @param oldest how long the busy head that was tended longest ago has waited
   */
  public record Tended(int heads, int unread, int left, int failed, int told, int unsent, Duration oldest) {
    /** Longer than this no busy head may wait, and no news. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Whether it saw every head. */
    public boolean complete() {
      return unread == 0 && left == 0 && failed == 0;
    }

    /** Whether everything was read and nothing waits too long: anything else must ring. */
    public boolean isSound() {
      return unread == 0 && unsent == 0 && oldest.compareTo(PATIENCE) <= 0;
    }
  }

  /** Counted on the way. Confined to one thread. */
  private static final class Count {
    private int unread;
    private int left;
    private int failed;
    private int told;
    private int unsent;
    private Duration oldest = Duration.ZERO;
  }

  /**
   * The sweep: hears what people say, takes every cluster forward, the one that waits longest first, each alone, and tells what people have
   * not heard yet.
   * Starts no further cluster after the deadline.
   */
  public Tended tend(LeaseNewsSink sink, Deadline deadline) {
    if (!(ledger.heads() instanceof Reading.Known<List<Reading<Head>>>(List<Reading<Head>> heads, Instant a, Instant b))) {
      LOG.atError().addKeyValue("reason", "ledger-unavailable").log("sweep could not read the ledger");
      return new Tended(0, 1, 0, 0, 0, 0, Duration.ZERO);
    }
    if (!ledger.clockIsRight()) {
      LOG.atError().addKeyValue("reason", "clock").log("this machine's clock is off from the ledger's: it tends nothing");
      return new Tended(heads.size(), Math.max(1, heads.size()), 0, 0, 0, 0, Duration.ZERO);
    }
    Count count = new Count();
    OperatorRecords said = said(count);
    Reading<String> table = ledger.tableId();
    List<Head> readable = new ArrayList<>();
    for (Reading<Head> each : heads) {
      switch (each) {
        case Reading.Known<Head> known -> readable.add(known.value());
        case Reading.Unavailable<Head> broken -> {
          count.unread++;
          LOG.atError().addKeyValue("reason", broken.reason()).log("a head cannot be understood");
        }
      }
    }
    readable.sort(Comparator.comparing(Head::tendedAt));
    for (Head head : readable) {
      if (deadline.isPast()) {
        count.left++;
        waited(head, count);
      } else {
        tendAlone(head, said, table, sink, count, deadline);
      }
    }
    if (!deadline.isPast()) {
      said.silences().stream().filter(silence -> !silence.isLifted(said.silences())).forEach(silence -> announce(silence, sink, count));
    }
    askAgain(said, table, readable);
    if (readable.size() == heads.size() && !deadline.isPast()) {
      fleet.reconcile(readable);
    }
    return new Tended(heads.size(), count.unread, count.left, count.failed, count.told, count.unsent, count.oldest);
  }

  /** A stop ends when a person lifts it: what it refused is looked into again at once, and not when its turn comes. */
  private void askAgain(OperatorRecords said, Reading<String> table, List<Head> heads) {
    Instant since = ports.clock().instant().minus(JUST_LIFTED);
    boolean lifted = table.map(id -> said.killSwitch(id).running()).orElse(false)
        && said.run().filter(run -> run.at().isAfter(since)).isPresent();
    if (lifted && said.stop().isPresent()) {
      Instant stopped = said.stop().get().at();
      heads.stream().filter(head -> wasRefused(head, stopped)).forEach(head -> {
        if (!ledger.askForLook(head.cluster().value()).orElse(false)) {
          LOG.atWarn().addKeyValue("cluster", head.cluster()).log("no look could be asked for after the stop: the next one is regular");
        }
      });
    }
  }

  /** Whether the last that was asked for was refused since then. */
  private static boolean wasRefused(Head head, Instant since) {
    return head.plans().values().stream().filter(note -> !note.wish().isEmpty()).max(Comparator.comparing(PlanNote::at))
        .filter(note -> note.result() == PlanNote.Result.REFUSED && !note.at().isBefore(since)).isPresent();
  }

  /** What people say; unheard, it fails the sweep, and the clusters go on by what their heads hold. */
  private OperatorRecords said(Count count) {
    return switch (ports.operators().read()) {
      case Reading.Known<OperatorRecords>(OperatorRecords records, Instant a, Instant b) -> {
        records.refused().forEach(why -> LOG.atWarn().addKeyValue("reason", why).log("an item of the operators' table is refused"));
        records.run().filter(this::begins).ifPresent(run -> ledger.begin());
        yield records;
      }
      case Reading.Unavailable<OperatorRecords>(String reason) -> {
        count.unread++;
        LOG.atError().addKeyValue("reason", reason).log("the operators' table could not be read");
        yield OperatorRecords.NONE;
      }
    };
  }

  /** A ledger begins, once, where a person says so for this very table and just now: one that was emptied stays stopped. */
  private boolean begins(Run run) {
    boolean now = ledger.date() instanceof Reading.Known<Instant>(Instant date, Instant a, Instant b)
        && Duration.between(run.at(), date).abs().compareTo(OrderSteps.TAKEN_WITHIN) <= 0;
    return run.first() && now && ledger.tableId().map(run.tableId()::equals).orElse(false) && !ledger.begun().orElse(true);
  }

  /** A defect of ours stops at the cluster that shows it. */
  private void tendAlone(
      Head head, OperatorRecords said, Reading<String> table, LeaseNewsSink sink, Count count, Deadline invocation) {
    try {
      Head latest =
          table instanceof Reading.Known<String>(String id, Instant a, Instant b) && !id.equals(head.tableId())
              ? takenOver(head, id)
              : forward(head, said, invocation);
      tell(latest, said, sink, count);
    } catch (RuntimeException defect) {
      count.failed++;
      LOG.atError().setCause(defect).addKeyValue("cluster", head.cluster()).log("a cluster's step failed; the others go on");
      waited(head, count);
    }
  }

  private Head forward(Head head, OperatorRecords said, Deadline invocation) {
    boolean timely = remediator.hasTime(invocation);
    Head latest = head;
    for (Order order : said.orders()) {
      latest = orders.isNew(latest, order, ports.clock().instant()) ? take(latest, order).orElse(latest) : latest;
    }
    latest = answered(latest, said.approvals());
    if (!latest.busy(ports.clock().instant())) {
      return latest;
    }
    Head advanced = advance(latest, invocation);
    // What came too late to be sent to is not tended: it goes first the next time.
    return timely ? kept(advanced) : advanced;
  }

  /** Whoever pressed something in Slack that counts for nothing hears of it. */
  private Head answered(Head head, List<Approval> approvals) {
    Instant now = ports.clock().instant();
    Head latest = head;
    for (Approval answer : approvals) {
      // A head that nobody wrote to lately had no plan to agree to.
      boolean recent = latest.at().isAfter(now.minus(PROPOSED_LATELY));
      if (recent && answers.isNew(latest, answer, now)) {
        Optional<Step.Move> move = answerTo(latest, answer, now);
        latest = move.isEmpty() ? latest
            : written(ledger.write(move.get().draft(), move.get().kind(), move.get().body()), latest).orElse(latest);
      }
    }
    return latest;
  }

  private Optional<Step.Move> answerTo(Head head, Approval answer, Instant now) {
    return answers.waits(head, answer) ? answers.ignored(head, answer, now)
        : answers.late(head, answer, ledger.entriesSince(head, now.minus(PROPOSED_LATELY)).orElse(List.of()), now);
  }

  /** A head of another table does one thing alone: it is begun anew once a person has allowed changes for this table. */
  private Head takenOver(Head head, String tableId) {
    ClusterSnapshot seen = reader.look(head);
    if (!seen.killSwitch().map(KillSwitch::running).orElse(false)) {
      return head;
    }
    Step.Move move = outcomes.restored(seen, tableId);
    return written(ledger.write(move.draft(), move.kind(), move.body()), head).orElse(head);
  }

  private void waited(Head head, Count count) {
    Instant now = ports.clock().instant();
    if (head.busy(now)) {
      Instant since = head.tendedAt().isAfter(head.at()) ? head.tendedAt() : head.at();
      Duration wait = Duration.between(since, now);
      count.oldest = wait.compareTo(count.oldest) > 0 ? wait : count.oldest;
    }
  }

  private Head kept(Head head) {
    Instant now = ports.clock().instant();
    return ledger.keep(head, head.look(), now) instanceof Written.Done(Head done) ? done : head;
  }

  /**
   * Takes one cluster forward until nothing is to be done or an effect was made; idempotent.
   *
   * @return the newest head that was seen
   */
  Head advance(Head head, Deadline invocation) {
    return advance(head, Optional.of(invocation));
  }

  /** The same without any effect: what is open is resolved as far as reading goes. */
  Head settle(Head head) {
    return advance(head, Optional.empty());
  }

  /** Reads once whether what RDS accepted shows. */
  Head confirm(Head head) {
    return nextStep.confirmed(reader.readBack(head)) instanceof Step.Move move
        ? written(ledger.write(move.draft(), move.kind(), move.body()), head).orElse(head) : head;
  }

  /** {@code sending}: the invocation that may send; empty where none may. */
  private Head advance(Head head, Optional<Deadline> sending) {
    Head latest = head;
    for (int taken = 0; taken < STEPS; taken++) {
      ClusterSnapshot seen = reader.look(latest);
      switch (nextStep.of(seen)) {
        case Step.Rest rest -> {
          return latest;
        }
        case Step.Keep keep -> {
          return ledger.keep(latest, Optional.of(keep.look()), latest.tendedAt()) instanceof Written.Done(Head done) ? done : latest;
        }
        case Step.Move move -> {
          Reading<Head> after = written(ledger.write(move.draft(), move.kind(), measured(seen, move.body())), latest);
          if (!(after instanceof Reading.Known<Head> known)) {
            return latest;
          }
          latest = known.value();
        }
        case Step.Charged(Charge charge, Step.Move move) -> {
          if (fleet.take(charge, latest.resourceId()).isPresent()) {
            // As where its own budget does not carry it: it is overdue at its end, and a person decides.
            return latest;
          }
          Written outcome = ledger.write(move.draft(), move.kind(), measured(seen, move.body()));
          if (outcome instanceof Written.Lost) {
            fleet.giveBack(charge, latest);
          }
          Reading<Head> after = written(outcome, latest);
          if (!(after instanceof Reading.Known<Head> known)) {
            return latest;
          }
          latest = known.value();
        }
        case Step.Ask ask -> {
          // Asked before it is written: asked twice is a look too many, written and not asked is a person who waits for nothing.
          if (!ledger.askForLook(ask.incidentKey()).orElse(false)
              || !(written(ledger.write(ask.move().draft(), ask.move().kind(), measured(seen, ask.move().body())), latest)
                  instanceof Reading.Known<Head> known)) {
            return latest;
          }
          latest = known.value();
        }
        case Step.Send send -> {
          if (sending.isEmpty()) {
            return latest;
          }
          Head sent = after(remediator.send(seen, send.plan(), send.charge(), send.by(), send.stop(), sending.get()), latest);
          return sent.change().filter(Change::accepted).isPresent() ? confirm(sent) : sent;
        }
      }
    }
    return latest;
  }

  /** The head takes an order, or answers it; unavailable where that could not be written. */
  Reading<Head> take(Head head, Order order) {
    Head latest = head;
    for (int attempt = 0; attempt < STEPS; attempt++) {
      if (!orders.isNew(latest, order, ports.clock().instant())) {
        return Reading.known(latest, latest.at());
      }
      Step.Move move = orders.take(latest, order, ports.clock().instant());
      Written written = ledger.write(move.draft(), move.kind(), move.body());
      if (written instanceof Written.Done(Head done)) {
        return Reading.known(done, done.at());
      }
      if (!(ledger.head(latest.resourceId(), latest.cluster()) instanceof Reading.Known<Head> known)) {
        return Reading.unavailable("the ledger did not answer: whether the order was taken is not known");
      }
      if (written instanceof Written.Unavailable(String reason) && !known.value().answered().containsKey(order.id())) {
        return Reading.unavailable(reason);
      }
      latest = known.value();
    }
    return Reading.unavailable("the ledger was being written by others: ask again");
  }

  private Head after(Remediator.Sent sent, Head before) {
    return switch (sent) {
      case Remediator.Sent.Recorded recorded -> recorded.head();
      case Remediator.Sent.TooLate tooLate -> before;
      case Remediator.Sent.NotBegun notBegun -> written(notBegun.why(), before).orElse(before);
      case Remediator.Sent.Unrecorded unrecorded -> ledger.head(before.resourceId(), before.cluster()).orElse(before);
    };
  }

  /** The head after a write; unavailable where nothing more can be done in this sweep. */
  private Reading<Head> written(Written written, Head before) {
    return switch (written) {
      case Written.Done done -> Reading.known(done.head(), done.head().at());
      case Written.Lost lost -> ledger.head(before.resourceId(), before.cluster());
      case Written.Unavailable silent -> {
        LOG.atWarn().addKeyValue("cluster", before.cluster()).addKeyValue("reason", "ledger-unavailable")
            .log("a step could not be written");
        yield Reading.unavailable(silent.reason());
      }
    };
  }

  /**
   * What people hear of a lease comes with the minutes since they heard of it last, or since it began: together they leave no gap, however
   * long nothing is to be told. Whoever draws them may read no metrics.
   */
  private EntryBody measured(ClusterSnapshot seen, EntryBody body) {
    Head head = seen.head();
    if (!body.isSaid() || head.lease().isEmpty() || !(seen.live() instanceof Reading.Known<ClusterState> live)) {
      return body;
    }
    Instant opened = head.lease().get().openedAt();
    Instant from = ledger.entriesSince(head, opened).orElse(List.of()).stream().filter(entry -> !entry.measured().isEmpty())
        .map(entry -> entry.at().minus(SETTLE)).filter(opened::isBefore).max(Comparator.naturalOrder()).orElse(opened);
    return (reader.drawn(live.value(), from) instanceof Reading.Known<Metrics> known ? Optional.of(known.value())
        : seen.metrics() instanceof Reading.Known<Metrics> window ? Optional.of(window.value()) : Optional.<Metrics>empty())
        .map(metrics -> body.measured(Report.Measured.between(metrics, from, seen.now()))).orElse(body);
  }

  /** What goes out in a silence says so. */
  private EntryMessage remarked(EntryMessage said, ClusterId cluster, List<Silence> silences) {
    Instant now = ports.clock().instant();
    return Silence.inForce(silences, cluster.value(), now)
        .map(one -> new EntryMessage(said.severity(), said.incident(), said.incidentKey(), said.lease(),
            said.text().and(". ", Phrase.of("Silenced {}", LeaseWords.silence(one, now))), said.commands()))
        .orElse(said);
  }

  /**
   * Once, as soon as it is heard of: a channel that falls silent says so first, and until when, and so does one that is to be heard again.
   */
  private void announce(Silence silence, LeaseNewsSink sink, Count count) {
    Instant now = ports.clock().instant();
    boolean over = !silence.lifts() && !now.isBefore(silence.until());
    if (silence.cluster().isBlank() || over || ledger.isTold(silence).orElse(true)) {
      return;
    }
    Fact cluster = Fact.word("silence", now, silence.cluster());
    Phrase text =
        silence.lifts() ? Phrase.of("{} is silenced no longer: {}", cluster, LeaseWords.lifted(silence, now))
        : Phrase.of("{} is silenced {}. Slack and pager hear of nothing new but of a lease that needs a person; mails go on",
            cluster, LeaseWords.silence(silence, now));
    try {
      sink.silenced(silence, text, reader.slackChannel(silence.cluster()));
      ledger.tell(silence);
      count.told++;
    } catch (DependencyException unsent) {
      LOG.atWarn().addKeyValue("cluster", silence.cluster()).addKeyValue("reason", "news-unsent")
          .log("a silence is told by the next sweep");
      if (now.isAfter(silence.at().plus(Tended.PATIENCE))) {
        count.unsent++;
      }
    }
  }

  private void tell(Head head, OperatorRecords people, LeaseNewsSink sink, Count count) {
    if (!(ledger.told(head.resourceId()) instanceof Reading.Known<Long>(Long told, Instant a, Instant b)) || told >= head.seq()) {
      return;
    }
    if (!(ledger.entriesAfter(head, told) instanceof Reading.Known<List<ChainEntry>>(List<ChainEntry> entries, Instant c, Instant d))) {
      return;
    }
    for (ChainEntry entry : entries) {
      if (entry.said().isPresent()) {
        LeaseNews news = new LeaseNews(head.cluster(), head.resourceId(), entry.kind(), entry.at(),
            remarked(entry.said().get(), head.cluster(), people.silences()), entry.seq(),
            entry.hash(), entry.measured(), ledger.nextLook(entry.said().get().incidentKey()),
            LeaseWords.watch(head, ports.clock().instant()));
        try {
          sink.tell(news);
        } catch (DependencyException unsent) {
          LOG.atWarn().addKeyValue("cluster", head.cluster()).addKeyValue("reason", "news-unsent").log("news waits for the next sweep");
          if (ports.clock().instant().isAfter(entry.at().plus(Tended.PATIENCE))) {
            count.unsent++;
          }
          return;
        }
        count.told++;
      }
      ledger.tell(head.resourceId(), entry.seq());
    }
  }
}
