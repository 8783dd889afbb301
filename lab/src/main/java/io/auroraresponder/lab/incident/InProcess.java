package io.auroraresponder.lab.incident;

import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.lambda.FunctionCalls;
import io.auroraresponder.lambda.Patrol;
import io.auroraresponder.lambda.Wiring;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.Silence;
import io.auroraresponder.notify.News;
import io.auroraresponder.remediation.LeaseNews;
import io.auroraresponder.remediation.LeaseNewsSink;
import io.auroraresponder.response.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The functions' code in this very process: one JVM, easy to step through. */
record InProcess(Wiring wiring, SimulatedAccount account, InstantSource clock, Audience audience) implements Installation {
  /** The runbook function's budget (docs/architecture.md, time budgets). */
  static final Duration RUNBOOK = Duration.ofSeconds(60);

  @Override
  public Answer deliver(String event, Caller caller) {
    return deliver(wiring, event, caller);
  }

  /** In any container. */
  static Answer deliver(Wiring container, String event, Caller caller) {
    return Wiring.answer(container.signals(), event.getBytes(StandardCharsets.UTF_8), caller, Deadline.after(RUNBOOK));
  }

  @Override
  public List<Scene.News> sweep() {
    List<Scene.News> told = new ArrayList<>();
    LeaseNewsSink sink =
        new LeaseNewsSink() {
          @Override
          public void tell(LeaseNews heard) {
            told.add(new Scene.News(heard.at(), heard.kind().spoken(), heard.said().text().text()));
            wiring.news().tell(heard);
          }

          @Override
          public void silenced(Silence silence, Phrase text, String slackChannel) {
            told.add(new Scene.News(silence.at(), News.SILENCED, text.text()));
            wiring.news().silenced(silence, text, slackChannel);
          }
        };
    wiring.office().keeper().tend(sink, Deadline.after(RUNBOOK));
    return told;
  }

  @Override
  public void recorded(String event) {
    var unused = Wiring.recorded(wiring.office(), event);
  }

  @Override
  public List<Sent> patrol() {
    return patrol(account, clock);
  }

  /** One round of the patrol in an account. */
  static List<Sent> patrol(SimulatedAccount account, InstantSource clock) {
    List<Sent> sent = new ArrayList<>();
    FunctionCalls calls =
        new FunctionCalls() {
          @Override
          public String ask(String function, String payload, Duration within) {
            throw new IllegalStateException("the rounds of every minute wait for no answer");
          }

          @Override
          public void send(String function, String payload) {
            sent.add(new Sent(function, payload));
          }
        };
    // Under the patrol's own name: it has other rights than those who decide.
    IncidentLog incidents =
        new IncidentLog(
            new DynamoDbTable(account.clients(DeployedFunction.PATROL.id()).dynamoDb(), Deployment.TABLE, Backoff.standard(), clock));
    Map<String, String> functions = RoutingTable.RUNBOOKS.stream().collect(Collectors.toMap(runbook -> runbook, runbook -> runbook));
    var unused = new Patrol(incidents, calls, functions, new Patrol.Audience(Map.of(), topic -> 1), clock).handBack();
    return sent;
  }

  @Override
  public void turn(boolean run, String why) {
    Deployment.turn(account, run, why);
  }

  @Override
  public boolean tell(Published message) {
    return audience.hear(message);
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
