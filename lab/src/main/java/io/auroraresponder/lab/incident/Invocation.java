package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lambda.Wiring;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.response.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The deployed code in a simulated account, woken by single events. Time stands still unless it is told to go on.
 *
 * <p>Not for use by several threads at once.
 */
public final class Invocation implements Delivery {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** There is nobody to ask, and that is no fault of the cluster: said as a gap, not found as trouble. */
  private static final DatabaseProbe NO_DATABASE =
      (request, deadline) -> new Look.NotTried("no database stands behind " + request
      .instanceId() + " in this simulated account: not connected");

  private final SimulatedClock clock;
  private final SimulatedAccount account;
  private final Wiring wiring;
  private final AtomicInteger looks = new AtomicInteger();

  private Invocation(EventSetting setting, DatabaseProbe probe) {
    World world = setting.world();
    this.clock = SimulatedClock.standingAt(world.now());
    this.account = new SimulatedAccount(world, clock);
    DatabaseProbe counted =
        (request, deadline) -> {
          looks.incrementAndGet();
          return probe.look(request, deadline);
        };
    this.wiring = Deployment.into(account, counted, setting.home(), clock, "postgres", "aurora_responder");
  }

  /** Without any database behind the clusters. */
  public static Invocation in(EventSetting setting) {
    return new Invocation(setting, NO_DATABASE);
  }

  /** With something that answers for the clusters' databases. */
  public static Invocation in(EventSetting setting, DatabaseProbe probe) {
    return new Invocation(setting, probe);
  }

  @Override
  public Answer deliver(String event, Caller caller) {
    return wiring.signals().receive(event.getBytes(StandardCharsets.UTF_8), caller, Deadline.after(InProcess.RUNBOOK));
  }

  /** Lets time go on and sweeps once a minute; what becomes of changes is told to the topic. */
  public void goOn(Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      Duration left = Duration.between(clock.instant(), end);
      clock.advance(left.compareTo(MINUTE) < 0 ? left : MINUTE);
      wiring.office().keeper().tend(wiring.news(), Deadline.after(InProcess.RUNBOOK));
    }
  }

  @Override
  public List<Published> published() {
    return account.published();
  }

  @Override
  public void close() {
    // Everything is in memory.
  }

  public SimulatedAccount account() {
    return account;
  }

  public Wiring wiring() {
    return wiring;
  }

  /** How often a database was to be looked into: each look is one connection. */
  public int looks() {
    return looks.get();
  }
}
