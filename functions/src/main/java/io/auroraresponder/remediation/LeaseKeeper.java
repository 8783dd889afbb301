package io.auroraresponder.remediation;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.Ledger.Written;
import java.time.Instant;
import java.util.List;
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

  private final Ledger ledger;
  private final Watch watch;
  private final NextStep nextStep;
  private final Remediator remediator;

  LeaseKeeper(Ledger ledger, Watch watch, NextStep nextStep, Remediator remediator) {
    this.ledger = ledger;
    this.watch = watch;
    this.nextStep = nextStep;
    this.remediator = remediator;
  }

  /** What a sweep did: heads there are, heads that could not be read, heads that it had no time for, news told. */
  public record Tended(int heads, int unread, int left, int told) {
    /** Whether it saw every head. */
    public boolean complete() {
      return unread == 0 && left == 0;
    }
  }

  /** The sweep: takes every cluster forward and tells what people have not heard yet. Starts no further cluster after the deadline. */
  public Tended tend(NewsDesk desk, Deadline deadline) {
    if (!(ledger.heads() instanceof Reading.Known<List<Reading<Head>>>(List<Reading<Head>> heads, Instant a, Instant b))) {
      LOG.atError().addKeyValue("reason", "ledger-unavailable").log("sweep could not read the ledger");
      return new Tended(0, 1, 0, 0);
    }
    int unread = 0;
    int left = 0;
    int told = 0;
    for (Reading<Head> each : heads) {
      if (deadline.isPast()) {
        left++;
        continue;
      }
      switch (each) {
        case Reading.Known<Head> known -> told += tend(known.value(), desk);
        case Reading.Unavailable<Head> broken -> {
          unread++;
          LOG.atError().addKeyValue("reason", broken.reason()).log("a head cannot be understood");
        }
      }
    }
    return new Tended(heads.size(), unread, left, told);
  }

  private int tend(Head head, NewsDesk desk) {
    Head latest = head.busy() ? advance(head) : head;
    return tell(latest, desk);
  }

  /**
   * Takes one cluster forward until nothing is to be done or an effect was made; idempotent.
   *
   * @return the newest head that was seen
   */
  Head advance(Head head) {
    Head latest = head;
    for (int taken = 0; taken < STEPS; taken++) {
      Sight sight = watch.look(latest);
      switch (nextStep.of(sight)) {
        case Step.Rest rest -> {
          return latest;
        }
        case Step.Move move -> {
          Reading<Head> after = written(ledger.write(move.draft(), move.kind(), move.body()), latest);
          if (!(after instanceof Reading.Known<Head> known)) {
            return latest;
          }
          latest = known.value();
        }
        case Step.Send send -> {
          return after(remediator.send(sight, send.plan(), send.charge(), send.by()), latest);
        }
      }
    }
    return latest;
  }

  private Head after(Remediator.Sent sent, Head before) {
    return switch (sent) {
      case Remediator.Sent.Recorded recorded -> recorded.head();
      case Remediator.Sent.NotBegun notBegun -> written(notBegun.why(), before).orElse(before);
      case Remediator.Sent.Unrecorded unrecorded -> ledger.head(before.resourceId(), before.cluster()).orElse(before);
    };
  }

  /** The head after a write; unavailable where nothing more can be done in this sweep. */
  private Reading<Head> written(Written written, Head before) {
    return switch (written) {
      case Written.Done done -> Reading.known(done.head(), done.head().at());
      case Written.Lost lost -> ledger.head(before.resourceId(), before.cluster());
      case Written.Broken broken -> {
        LOG.atError().addKeyValue("cluster", before.cluster()).addKeyValue("reason", "chain-broken")
            .log("the chain is broken: nothing is done for this cluster any more");
        yield Reading.unavailable(broken.reason());
      }
      case Written.Unavailable silent -> {
        LOG.atWarn().addKeyValue("cluster", before.cluster()).addKeyValue("reason", "ledger-unavailable")
            .log("a step could not be written");
        yield Reading.unavailable(silent.reason());
      }
    };
  }

  private int tell(Head head, NewsDesk desk) {
    if (!(ledger.told(head.resourceId()) instanceof Reading.Known<Long>(Long told, Instant a, Instant b)) || told >= head.seq()) {
      return 0;
    }
    if (!(ledger.entriesAfter(head, told) instanceof Reading.Known<List<ChainEntry>>(List<ChainEntry> entries, Instant c, Instant d))) {
      return 0;
    }
    int count = 0;
    for (ChainEntry entry : entries) {
      if (entry.said().isPresent()) {
        LeaseNews news = new LeaseNews(head.cluster(), head.resourceId(), entry.kind(), entry.at(), entry.said().get(), entry.seq(),
            entry.hash());
        try {
          desk.tell(news);
        } catch (DependencyException unsent) {
          LOG.atWarn().addKeyValue("cluster", head.cluster()).addKeyValue("reason", "news-unsent").log("news waits for the next sweep");
          return count;
        }
        count++;
      }
      ledger.tell(head.resourceId(), entry.seq());
    }
    return count;
  }
}
