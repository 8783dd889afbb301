package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lambda.Wiring;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.response.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The functions' code in this very process: one JVM, easy to step through. */
record InProcess(Wiring wiring, SimulatedAccount account) implements Installation {
  /** The runbook function's budget (docs/architecture.md, time budgets). */
  private static final Duration RUNBOOK = Duration.ofSeconds(60);

  @Override
  public Answer deliver(String event, Caller caller) {
    return wiring.signals().receive(event.getBytes(StandardCharsets.UTF_8), caller, Deadline.after(RUNBOOK));
  }

  @Override
  public List<Scene.News> sweep() {
    List<Scene.News> told = new ArrayList<>();
    wiring
        .office()
        .keeper()
        .tend(
            heard -> {
              told.add(new Scene.News(heard.at(), word(heard.kind()), heard.said().text().text()));
              wiring.news().tell(heard);
            },
            Deadline.after(RUNBOOK));
    return told;
  }

  private static String word(EntryKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public void turn(boolean run, String why) {
    // A person's own credentials: what the functions may not do, or fail to do, does not stop them.
    var unused = account.byTheLab(() ->
        run ? wiring.office().operators().run("lab", why) : wiring.office().operators().stop("lab", why));
  }

  @Override
  public List<Published> published() {
    return account.published();
  }

  @Override
  public void close() {
    // Everything is in memory.
  }
}
